package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Drops the three schemas object by object, never with CASCADE, inside the transaction of its connection. */
record SchemaDrop(Connection connection) {
    private static final String DEPENDENTS_STILL_EXIST = "2BP01";
    private static final String OBJECTS = """
            WITH ours AS (SELECT oid FROM pg_namespace WHERE nspname IN ('msar', '__msar', 'mathesar_types'))
            SELECT format('DROP %s IF EXISTS %s', kind, name) FROM (
                SELECT 'AGGREGATE' AS kind, oid::regprocedure::text AS name FROM pg_proc
                    WHERE pronamespace IN (SELECT oid FROM ours) AND prokind = 'a'
                UNION ALL SELECT 'ROUTINE', oid::regprocedure::text FROM pg_proc
                    WHERE pronamespace IN (SELECT oid FROM ours) AND prokind <> 'a'
                UNION ALL SELECT 'OPERATOR', oid::regoperator::text FROM pg_operator
                    WHERE oprnamespace IN (SELECT oid FROM ours)
                UNION ALL SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                    oid::regclass::text FROM pg_class
                    WHERE relnamespace IN (SELECT oid FROM ours) AND relkind IN ('r', 'v', 'S')
                UNION ALL SELECT CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype::text
                    FROM pg_type t LEFT JOIN pg_class c ON c.oid = typrelid
                    WHERE typnamespace IN (SELECT oid FROM ours)
                    AND (typtype IN ('d', 'e', 'r') OR typtype = 'c' AND c.relkind = 'c')) AS objects""";

    void run() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path = pg_catalog");
            List<String> left = new ArrayList<>();
            new Rows(connection).all(OBJECTS).forEach(row -> left.add(row.getFirst()));
            MathesarSchemas.in(connection).owners().keySet().forEach(name -> left.add("DROP SCHEMA " + name));
            SQLException refusal = null;
            int before = left.size() + 1;
            // Some can go only after others; each round frees more, until one frees nothing.
            while (!left.isEmpty() && left.size() < before) {
                before = left.size();
                for (String drop : List.copyOf(left)) {
                    try {
                        attempt(statement, drop);
                        left.remove(drop);
                    } catch (SQLException e) {
                        refusal = tolerable(e);
                    }
                }
            }
            if (!left.isEmpty()) {
                throw refusal;
            }
        }
    }

    private static SQLException tolerable(SQLException refusal) throws SQLException {
        if (DEPENDENTS_STILL_EXIST.equals(refusal.getSQLState())) {
            return refusal;
        }
        throw refusal;
    }

    private void attempt(Statement statement, String drop) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            statement.execute(drop);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            connection.rollback(before);
            throw e;
        }
    }
}
