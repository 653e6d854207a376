package org.mathesar.launcher.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Statements with few rows, and names quoted for SQL. */
final class Sql {
    /**
     * Before a question, in the same transaction: a database may hold functions and operators that look like
     * PostgreSQL's own, to be run with the rights of whoever asks. A pooler's connection keeps nothing of it.
     */
    private static final String CATALOG_ALONE = "SELECT pg_catalog.set_config('search_path', 'pg_catalog', true); ";

    private static final int LONGEST_WORDS = 4000;

    private Sql() {}

    /** Prepares a question, one statement, that finds no other names than those of PostgreSQL and those with a schema. */
    static PreparedStatement prepare(Connection connection, String sql, String... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(CATALOG_ALONE + sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
        }
        return statement;
    }

    /** What a {@linkplain #prepare prepared} question is answered. */
    static ResultSet ask(PreparedStatement question) throws SQLException {
        question.execute();
        question.getMoreResults();
        return question.getResultSet();
    }

    /** What a server says, as far as a person reads it; a hostile one may say gigabytes. */
    static String shortened(String text) {
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS) + " …";
    }

    static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** First column of the first row; empty when there is no row or it is null. */
    static Optional<String> value(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement question = prepare(connection, sql, parameters); ResultSet rows = ask(question)) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        }
    }

    static boolean isTrue(Connection connection, String sql, String... parameters) throws SQLException {
        return value(connection, sql, parameters).filter("t"::equals).isPresent();
    }
}
