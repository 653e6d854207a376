package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page is true: its statements are run in their order, and what it prints below them is what comes back. */
class RowLevelSecurityPageTest {
    private static final Path PAGE = Path.of("../docs/row-level-security.md");
    private static final Pattern BLOCK = Pattern
            .compile("(<!-- report of (?<role>\\w+) -->\n)?```(?<kind>\\w+)\n(?<text>.*?)\n```\n", Pattern.DOTALL);
    private static final Pattern AS = Pattern.compile("-- as (\\w+)\n.*", Pattern.DOTALL);

    @Test
    void whatThePageSaysHappens() throws Exception {
        List<String> promised = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (SupabaseLike supabase = SupabaseLike.start()) {
            Optional<String> answer = Optional.empty();
            Matcher block = BLOCK.matcher(Files.readString(PAGE));
            while (block.find()) {
                String text = block.group("text");
                if (block.group("kind").equals("sql")) {
                    answer.filter(each -> each.startsWith("ERROR"))
                            .ifPresent(error -> assertTrue(seen.contains(error), "an error not on the page: " + error));
                    answer = Optional.of(run(supabase, text));
                } else {
                    promised.add(text);
                    seen.add(block.group("role") == null
                            ? answer.orElseThrow()
                            : report(supabase, block.group("role")));
                }
            }
            assertTrue(promised.size() > 15, "the page has lost its answers");
            assertEquals(String.join("\n\n", promised), String.join("\n\n", seen));
            try (Connection connection = supabase.as("postgres").connect()) {
                assertEquals(0, RowSecurityLook.in(connection, "mathesar_editor").tables().size());
            }
        }
    }

    private static String run(SupabaseLike supabase, String sql) throws SQLException {
        Matcher as = AS.matcher(sql);
        String role = as.matches() ? as.group(1) : "postgres";
        try (Connection connection = role.equals("postgres") ? supabase.as(role).connect() : supabase.acting(role);
                Statement statement = connection.createStatement()) {
            String last = "";
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                if (rows) {
                    last = table(statement.getResultSet());
                }
                rows = statement.getMoreResults();
            }
            return last;
        } catch (SQLException e) {
            return e.getMessage().lines().findFirst().orElseThrow().replace("ERROR: ", "ERROR:  ");
        }
    }

    private static String report(SupabaseLike supabase, String role) throws SQLException {
        RowSecurity seen = RowSecurityLook.of(supabase.as("postgres"), role);
        return seen.sentence() + "\n\n" + seen.tables().stream()
                .map(table -> table.schema() + "." + table.name() + ": " + table.sentence())
                .collect(Collectors.joining("\n"));
    }

    /** As psql prints it, without the blanks at the ends of lines. */
    private static String table(ResultSet rows) throws SQLException {
        var columns = rows.getMetaData();
        int count = columns.getColumnCount();
        List<List<String>> lines = new ArrayList<>();
        while (rows.next()) {
            List<String> line = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                line.add(Optional.ofNullable(rows.getString(i)).orElse(""));
            }
            lines.add(line);
        }
        List<String> printed = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Boolean> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int column = i;
            names.add(columns.getColumnLabel(i + 1));
            numbers.add(List.of(Types.BIGINT, Types.INTEGER).contains(columns.getColumnType(i + 1)));
            widths.add(Math.max(names.get(i).length(),
                    lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0)));
        }
        printed.add(line(count, i -> {
            int left = (widths.get(i) - names.get(i).length()) / 2;
            return " ".repeat(left) + names.get(i) + " ".repeat(widths.get(i) - names.get(i).length() - left);
        }));
        printed.add(IntStream.range(0, count).mapToObj(i -> "-".repeat(widths.get(i) + 2))
                .collect(Collectors.joining("+")));
        for (List<String> each : lines) {
            printed.add(line(count, i -> String.format("%" + (numbers.get(i) ? "" : "-") + widths.get(i) + "s",
                    each.get(i))));
        }
        printed.add("(" + lines.size() + (lines.size() == 1 ? " row)" : " rows)"));
        return String.join("\n", printed);
    }

    private static String line(int count, IntFunction<String> cell) {
        return IntStream.range(0, count).mapToObj(i -> " " + cell.apply(i) + " ").collect(Collectors.joining("|"))
                .stripTrailing();
    }
}
