package org.mathesar.launcher.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a server, and has it drop what it cannot answer in time.
 *
 * @param limit for each question, in whole seconds
 */
record Question(Connection connection, Duration limit) {

    /** One row, its values as text under the names of its columns. */
    record Row(Map<String, String> values) {
        Optional<String> text(String column) {
            return Optional.ofNullable(values.get(column));
        }

        boolean is(String column) {
            return "t".equals(values.get(column));
        }

        /** 0 where there is none. */
        long number(String column) {
            return text(column).map(Long::valueOf).orElse(0L);
        }
    }

    /** The first row; a query without any is a fault of ours. */
    Row row(String sql, String... parameters) throws SQLException {
        return rows(sql, parameters).getFirst();
    }

    List<Row> rows(String sql, String... parameters) throws SQLException {
        try (PreparedStatement question = Sql.prepare(connection, sql, parameters)) {
            question.setQueryTimeout(seconds());
            try (ResultSet answer = Sql.ask(question)) {
                List<Row> rows = new ArrayList<>();
                while (answer.next()) {
                    rows.add(row(answer));
                }
                return rows;
            }
        }
    }

    /** The schema where tables of this role go unless told otherwise, which no other question sees. */
    Optional<String> schema() throws SQLException {
        try (PreparedStatement question = connection.prepareStatement("SELECT pg_catalog.current_schema()")) {
            question.setQueryTimeout(seconds());
            try (ResultSet answer = question.executeQuery()) {
                answer.next();
                return Optional.ofNullable(answer.getString(1));
            }
        }
    }

    private int seconds() {
        return Math.toIntExact(Math.max(1, limit.toSeconds()));
    }

    private static Row row(ResultSet answer) throws SQLException {
        ResultSetMetaData columns = answer.getMetaData();
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (answer.getString(i) != null) {
                values.put(columns.getColumnLabel(i), answer.getString(i));
            }
        }
        return new Row(values);
    }
}
