package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of Mathesar's three schemas are in a database.
 *
 * @param owners the role that owns each, by the schema's name
 */
record MathesarSchemas(SortedMap<String, String> owners) {
    static final List<String> NAMES = List.of("msar", "__msar", "mathesar_types");

    static MathesarSchemas in(Connection connection) throws SQLException {
        SortedMap<String, String> owners = new TreeMap<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("""
                SELECT nspname, pg_catalog.pg_get_userbyid(nspowner) FROM pg_catalog.pg_namespace
                WHERE nspname IN ('msar', '__msar', 'mathesar_types')""")) {
            while (rows.next()) {
                owners.put(rows.getString(1), rows.getString(2));
            }
        }
        return new MathesarSchemas(owners);
    }

    /** An owner of one of them whose rights the connected role has not. */
    Optional<String> foreignTo(Connection connection) throws SQLException {
        for (String owner : owners.values()) {
            try (PreparedStatement question = connection
                    .prepareStatement("SELECT pg_catalog.pg_has_role(?::name, 'USAGE')")) {
                question.setString(1, owner);
                try (ResultSet answer = question.executeQuery()) {
                    answer.next();
                    if (!answer.getBoolean(1)) {
                        return Optional.of(owner);
                    }
                }
            }
        }
        return Optional.empty();
    }

    boolean areComplete() {
        return owners.size() == NAMES.size();
    }

    boolean areNone() {
        return owners.isEmpty();
    }

    /** Of the schema that Mathesar itself goes by. */
    Optional<String> owner() {
        return Optional.ofNullable(owners.get("msar"));
    }
}
