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
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(Math.toIntExact(Math.max(1, limit.toSeconds())));
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet answer = statement.executeQuery()) {
                List<Row> rows = new ArrayList<>();
                while (answer.next()) {
                    rows.add(row(answer));
                }
                return rows;
            }
        }
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
