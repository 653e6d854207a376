package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks PostgreSQL's own record of dependencies what outside the three schemas needs something inside. */
final class DependencyQuery {
    private static final String QUERY = """
            WITH ours AS (SELECT oid FROM pg_namespace WHERE nspname IN ('msar', '__msar', 'mathesar_types')),
            tables AS (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM ours)),
            inside (classid, objid) AS (
                SELECT 'pg_namespace'::regclass::oid, oid FROM ours
                UNION ALL SELECT 'pg_class'::regclass, oid FROM tables
                UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typnamespace IN (SELECT oid FROM ours)
                UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace IN (SELECT oid FROM ours)
                UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator
                    WHERE oprnamespace IN (SELECT oid FROM ours)
                UNION ALL SELECT 'pg_constraint'::regclass, oid FROM pg_constraint
                    WHERE connamespace IN (SELECT oid FROM ours)
                UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation
                    WHERE collnamespace IN (SELECT oid FROM ours)
                UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass
                    WHERE opcnamespace IN (SELECT oid FROM ours)
                UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily
                    WHERE opfnamespace IN (SELECT oid FROM ours)
                UNION ALL SELECT 'pg_rewrite'::regclass, oid FROM pg_rewrite WHERE ev_class IN (SELECT oid FROM tables)
                UNION ALL SELECT 'pg_attrdef'::regclass, oid FROM pg_attrdef WHERE adrelid IN (SELECT oid FROM tables)
                UNION ALL SELECT 'pg_trigger'::regclass, oid FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM tables)
                UNION ALL SELECT 'pg_policy'::regclass, oid FROM pg_policy WHERE polrelid IN (SELECT oid FROM tables))
            SELECT DISTINCT ON (d.classid, d.objid, d.objsubid) d.classid::regclass::text, d.objid, d.objsubid,
                pg_describe_object(d.classid, d.objid, d.objsubid),
                pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid), d.refobjid,
                (pg_identify_object(d.classid, d.objid, 0)).type, (pg_identify_object(d.classid, d.objid, 0)).identity
            FROM pg_depend d JOIN inside used ON used.classid = d.refclassid AND used.objid = d.refobjid
            LEFT JOIN inside own ON own.classid = d.classid AND own.objid = d.objid
            WHERE own.objid IS NULL AND d.deptype = 'n'
            -- A column that is inherited is changed with the table that it comes from.
            AND NOT (d.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_attribute
                WHERE attrelid = d.objid AND attnum = d.objsubid AND attinhcount > 0))
            ORDER BY d.classid, d.objid, d.objsubid, d.refobjid""";
    /** Whatever holds rows, in schemas where nobody but Mathesar should put any. */
    private static final String STRANGERS = """
            SELECT format('%I.%I', n.nspname, c.relname), format('ALTER %s %I.%I SET SCHEMA public;',
                CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE'
                WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('msar', '__msar', 'mathesar_types') AND c.relkind IN ('r', 'p', 'm', 'f')
            ORDER BY 1""";

    /** Tables that were Mathesar's in some version, whether or not its own list is there. */
    private static final Set<String> TABLES = Set.of("msar.all_mathesar_objects", "msar.expr_templates",
            "msar.top_level_domains", "mathesar_types.top_level_domains", "msar.known_objects");

    private DependencyQuery() {}

    /**
     * @param catalog where PostgreSQL keeps the object, e.g. {@code pg_class}
     * @param part the number of the column where it is one, else 0
     * @param used the number of the thing of ours that it uses
     */
    record Found(String catalog, long object, int part, String what, String uses, long used, String kind,
            String identity) {}

    static List<Found> found(Connection connection) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                found.add(new Found(rows.getString(1), rows.getLong(2), rows.getInt(3), rows.getString(4),
                        rows.getString(5), rows.getLong(6), rows.getString(7), rows.getString(8)));
            }
        }
        return found;
    }

    /** Tables of others that were put into one of the three schemas; they only have to move. */
    static List<Dependents.Dependent> strangers(Connection connection) throws SQLException {
        List<Dependents.Dependent> found = new ArrayList<>();
        Set<String> known = new HashSet<>(TABLES);
        Rows rows = new Rows(connection);
        if (rows.first("SELECT 1 FROM pg_class WHERE relkind = 'r'"
                + " AND oid = to_regclass('msar.all_mathesar_objects')").isPresent()) {
            rows.all("SELECT obj_name FROM msar.all_mathesar_objects WHERE obj_kind = 'TABLE'")
                    .forEach(row -> known.add(row.getFirst()));
        }
        rows.all(STRANGERS).stream().filter(row -> !known.contains(row.getFirst())).forEach(row -> found.add(
                new Dependents.Dependent("table " + row.getFirst(), "schema of Mathesar that it lies in",
                        row.getLast())));
        return found;
    }
}
