package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Short questions to a catalog, whose parameters are numbers and whose answers are text. */
record Rows(Connection connection) {

    /** Every row, with an empty text for NULL. */
    List<List<String>> all(String query, long... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            try (ResultSet found = statement.executeQuery()) {
                List<List<String>> rows = new ArrayList<>();
                int columns = found.getMetaData().getColumnCount();
                while (found.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        row.add(Optional.ofNullable(found.getString(column)).orElse(""));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }

    Optional<List<String>> first(String query, long... parameters) throws SQLException {
        return all(query, parameters).stream().findFirst();
    }
}
