package org.mathesar.launcher.concierge;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.DependencyQuery.Found;

/** Finds the statements that free something from Mathesar's schemas and keep its rows. */
record Remedy(Rows rows, TypeWords words) {
    private static final String COLUMN = """
            SELECT format('%I.%I', nspname, relname), quote_ident(attname), format_type(atttypid, atttypmod), relkind,
                EXISTS (SELECT FROM pg_partitioned_table WHERE partrelid = attrelid AND attnum = ANY (partattrs)), coalesce(pg_get_expr(adbin, adrelid), ''), attgenerated,
                EXISTS (SELECT FROM pg_depend JOIN pg_attrdef g ON g.oid = objid
                    WHERE classid = 'pg_attrdef'::regclass AND refclassid = 'pg_class'::regclass
                    AND refobjid = attrelid AND refobjsubid = attnum AND g.adnum <> attnum),
                EXISTS (SELECT FROM pg_attribute u JOIN pg_class t ON t.oid = u.attrelid
                    WHERE t.relkind IN ('r', 'p', 'm', 'f') AND u.atttypid IN (c.reltype,
                    (SELECT typarray FROM pg_type WHERE pg_type.oid = c.reltype)))
            FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = ? AND attnum = ?""";
    private static final String FUNCTION = """
            SELECT CASE prokind WHEN 'a' THEN '' ELSE pg_get_functiondef(oid) END,
                'DROP ROUTINE ' || oid::regprocedure || ';',
                'ALTER ROUTINE ' || oid::regprocedure || ' OWNER TO ' || quote_ident(pg_get_userbyid(proowner)) || ';',
                <grants> FROM pg_proc WHERE oid = ?"""
            .replace("<grants>", Grants.of("proacl", "'ROUTINE ' || oid::regprocedure"));
    private static final String CONSTRAINT = """
            SELECT CASE WHEN contypid <> 0 THEN 'ALTER DOMAIN ' || contypid::regtype
                ELSE 'ALTER TABLE ' || conrelid::regclass END, quote_ident(conname), pg_get_constraintdef(oid)
            FROM pg_constraint WHERE oid = ?""";
    private static final String DOMAIN_COLUMNS = """
            SELECT attrelid, attnum FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
            WHERE atttypid = ? AND relkind IN ('r', 'p', 'f') AND NOT attisdropped AND attinhcount = 0""";

    /** Empty where there is no statement that would do. */
    String of(Found found) throws SQLException {
        return switch (found.catalog()) {
            case "pg_class" -> found.part() > 0
                    ? column(found.object(), found.part(), Optional.empty())
                    : relation(found);
            case "pg_rewrite" -> view(Long.parseLong(rows.first("SELECT ev_class FROM pg_rewrite WHERE oid = ?",
                    found.object()).orElseThrow().getFirst()));
            case "pg_attrdef" -> expression(found.object());
            case "pg_constraint" -> constraint(found.object());
            case "pg_policy" -> again(Rebuilding.ofPolicy(rows, words, found.object()));
            case "pg_trigger" -> again(Rebuilding.ofTrigger(rows, words, found.object()));
            case "pg_proc" -> function(found.object());
            case "pg_type" -> domain(found);
            default -> "DROP " + found.kind().toUpperCase(java.util.Locale.ROOT) + " " + found.identity() + ";";
        };
    }

    /** Gives the column the plain type below Mathesar's; what has none, such as an amount with its currency, JSON. */
    private String column(long table, int number, Optional<String> wanted) throws SQLException {
        List<String> column = rows.first(COLUMN, table, number).orElseThrow();
        String kind = column.get(3);
        String type = wanted.orElseGet(() -> plain(column.get(2)));
        String using = type.equals("jsonb") && wanted.isEmpty() && !isDomain(column.get(2))
                ? " USING to_jsonb(" + column.get(1) + ")"
                : "";
        if (kind.equals("c")) {
            return column.get(8).equals("t")
                    ? ""
                    : "ALTER TYPE " + column.getFirst() + " ALTER ATTRIBUTE "
                            + column.get(1) + " TYPE " + type + ";";
        }
        if (kind.equals("v") || kind.equals("m")) {
            return view(table);
        }
        if (column.get(4).equals("t") || column.get(7).equals("t") || !"rpf".contains(kind)) {
            return "";
        }
        String change = "ALTER TABLE " + column.getFirst() + defaultAside(column) + " ALTER COLUMN " + column.get(1)
                + " TYPE " + type + using + defaultBack(column) + ";";
        return Rebuilding.above(rows, words, table, number).map(above -> above.around(change)).orElse("");
    }

    private static String defaultAside(List<String> column) {
        return hasDefault(column) ? " ALTER COLUMN " + column.get(1) + " DROP DEFAULT," : "";
    }

    private String defaultBack(List<String> column) {
        String definition = words.in(column.get(5));
        return hasDefault(column) && !TypeWords.needsMathesar(definition)
                ? ", ALTER COLUMN " + column.get(1) + " SET DEFAULT " + definition
                : "";
    }

    private static boolean hasDefault(List<String> column) {
        return !column.get(5).isEmpty() && column.get(6).isEmpty();
    }

    private boolean isDomain(String type) {
        return words.plain().containsKey(type.replaceAll("\\[]$", ""));
    }

    private String plain(String type) {
        String array = type.endsWith("[]") ? "[]" : "";
        String element = type.substring(0, type.length() - array.length());
        return isDomain(type) ? words.plain().get(element) + array : "jsonb";
    }

    private String relation(Found found) throws SQLException {
        Optional<List<String>> index = rows.first("SELECT pg_get_indexdef(oid) FROM pg_class WHERE oid = ?"
                + " AND relkind IN ('i', 'I')", found.object());
        if (index.isPresent()) {
            String definition = words.in(index.get().getFirst());
            String drop = "DROP INDEX " + found.identity() + "; ";
            return drop + (TypeWords.needsMathesar(definition) ? formerly(index.get().getFirst()) : definition + ";");
        }
        return found.uses().startsWith("type ") || found.uses().startsWith("composite type ")
                ? "ALTER TABLE " + found.identity() + " NOT OF;"
                : "";
    }

    private String view(long view) throws SQLException {
        return Rebuilding.ofView(rows, words, view).map(this::again).orElse("");
    }

    /** A default, or what a generated column is made from; a stored one keeps its values. */
    private String expression(long attrdef) throws SQLException {
        List<String> ids = rows.first("SELECT adrelid, adnum FROM pg_attrdef WHERE oid = ?", attrdef).orElseThrow();
        List<String> column = rows.first(COLUMN, Long.parseLong(ids.get(0)), Long.parseLong(ids.get(1))).orElseThrow();
        String alter = "ALTER TABLE " + column.getFirst() + " ALTER COLUMN " + column.get(1);
        String definition = words.in(column.get(5));
        if (column.get(6).equals("s")) {
            return alter + " DROP EXPRESSION; " + formerly(column.get(5));
        }
        if (!column.get(6).isEmpty()) {
            return "";
        }
        return TypeWords.needsMathesar(definition)
                ? alter + " DROP DEFAULT; " + formerly(column.get(5))
                : alter + " SET DEFAULT " + definition + ";";
    }

    private String constraint(long constraint) throws SQLException {
        List<String> found = rows.first(CONSTRAINT, constraint).orElseThrow();
        String definition = words.in(found.get(2));
        String drop = found.getFirst() + " DROP CONSTRAINT " + found.get(1);
        return TypeWords.needsMathesar(definition)
                ? drop + "; " + formerly(found.get(2))
                : drop + "; " + found.getFirst() + " ADD CONSTRAINT " + found.get(1) + " " + definition + ";";
    }

    private String again(Rebuilding rebuilding) {
        if (rebuilding.after().stream().noneMatch(TypeWords::needsMathesar)) {
            return rebuilding.around("");
        }
        return String.join(" ", rebuilding.before()) + " " + formerly(String.join(" ", rebuilding.after()));
    }

    private String function(long function) throws SQLException {
        List<String> found = rows.first(FUNCTION, function).orElseThrow();
        String definition = words.in(found.getFirst());
        if (definition.isEmpty() || TypeWords.needsMathesar(definition)) {
            return found.get(1) + (definition.isEmpty() ? "" : " " + formerly(found.getFirst()));
        }
        return "BEGIN;\n" + found.get(1) + "\n" + definition.stripTrailing() + ";\n" + words.in(found.get(2)) + "\n"
                + words.in(found.get(3)) + "\nCOMMIT;";
    }

    /** The owner's domain over one of Mathesar's: its columns take the plain type. */
    private String domain(Found found) throws SQLException {
        Optional<List<String>> base = rows.first("SELECT format_type(typbasetype, typtypmod) FROM pg_type"
                + " WHERE oid = ? AND typtype = 'd'", found.object());
        if (base.isEmpty()) {
            return "";
        }
        StringBuilder script = new StringBuilder();
        for (List<String> column : rows.all(DOMAIN_COLUMNS, found.object())) {
            String freed = column(Long.parseLong(column.get(0)), Integer.parseInt(column.get(1)),
                    Optional.of(plain(base.get().getFirst())));
            if (freed.isEmpty()) {
                return "";
            }
            script.append(freed).append('\n');
        }
        return script + "DROP DOMAIN " + found.identity() + ";";
    }

    /** What is lost, for the owner to keep; as comments, so that it may be pasted with the rest. */
    private static String formerly(String definition) {
        return definition.lines().map(line -> "-- " + line).collect(Collectors.joining("\n", "-- it was:\n", ""));
    }
}
