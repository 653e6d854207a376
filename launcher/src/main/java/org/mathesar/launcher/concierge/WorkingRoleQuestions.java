package org.mathesar.launcher.concierge;

/**
 * The questions of {@link WorkingRoleLook}; each has the role's name as its only parameter. Those about what is wrong are
 * answered with lines of a predicate and the SQL that cures it.
 */
final class WorkingRoleQuestions {
    private WorkingRoleQuestions() {}

    /**
     * Superuser, BYPASSRLS, the other strong attributes and their opposites, what makes it an administrator; each NULL where
     * the role has it not.
     */
    static final String ATTRIBUTES = """
            SELECT CASE WHEN rolsuper THEN 't' END, CASE WHEN rolbypassrls THEN 't' END,
                   nullif(concat_ws(', ', CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
                       CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolreplication THEN 'REPLICATION' END), ''),
                   concat_ws(' ', CASE WHEN rolcreaterole THEN 'NOCREATEROLE' END,
                       CASE WHEN rolcreatedb THEN 'NOCREATEDB' END, CASE WHEN rolreplication THEN 'NOREPLICATION' END),
                   CASE WHEN rolcreaterole OR d.datdba = r.oid
                        THEN concat_ws(', ', CASE WHEN d.datdba = r.oid THEN 'owns it' END,
                            CASE WHEN rolcreaterole THEN 'may make roles' END,
                            CASE WHEN rolbypassrls THEN 'skips row-level security' END) END
            FROM pg_roles r, pg_database d WHERE r.rolname = ? AND d.datname = current_database()""";

    /** What it owns itself; what others own whose rights it has comes with the question about membership. */
    static final String OWNED = """
            SELECT 'owns ' || o.kind || ' ' || o.name,
                   format('ALTER %s %s OWNER TO %I;', upper(o.kind), o.name, pg_get_userbyid(d.datdba))
            FROM pg_roles r JOIN pg_database d ON d.datname = current_database() CROSS JOIN LATERAL (
                SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                           WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind,
                       format('%I.%I', n.nspname, c.relname) AS name
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_'
                UNION ALL SELECT 'schema', format('%I', nspname) FROM pg_namespace
                WHERE nspowner = r.oid AND nspname !~ '^pg_'
                UNION ALL SELECT 'database', format('%I', d.datname) WHERE d.datdba = r.oid) o
            WHERE r.rolname = ? ORDER BY 1""";

    /** Rights to create, with whom they are granted to; an owner's are not asked here. */
    static final String CREATES = """
            WITH r AS (SELECT oid, rolname FROM pg_roles WHERE rolname = ?), place AS (
                SELECT 'SCHEMA' AS kind, nspname AS name, nspowner AS owner,
                       coalesce(nspacl, acldefault('n', nspowner)) AS rights
                FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
                UNION ALL SELECT 'DATABASE', datname, datdba, coalesce(datacl, acldefault('d', datdba))
                FROM pg_database WHERE datname = current_database())
            SELECT 'may create ' || CASE p.kind WHEN 'SCHEMA' THEN 'tables in schema ' ELSE 'schemas in database ' END
                       || p.name || CASE WHEN a.grantee = r.oid THEN '' WHEN a.grantee = 0 THEN ', as everyone may'
                                         ELSE ', as a member of ' || pg_get_userbyid(a.grantee) END,
                   format('REVOKE CREATE ON %s %I FROM %s;', p.kind, p.name,
                       CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(a.grantee)) END)
            FROM r, place p, aclexplode(p.rights) a
            WHERE a.privilege_type = 'CREATE' AND a.grantee <> p.owner
                  AND (a.grantee = 0 OR pg_has_role(r.oid, a.grantee, 'USAGE')) ORDER BY 1""";

    /** Strong roles, and by which of its own memberships it belongs to them. */
    static final String MEMBER = """
            WITH strong AS (
                SELECT o.oid, o.rolname, CASE
                    WHEN o.rolsuper THEN 'is a superuser' WHEN o.rolbypassrls THEN 'has the attribute BYPASSRLS'
                    WHEN o.rolcreaterole THEN 'has the attribute CREATEROLE'
                    WHEN o.rolreplication THEN 'has the attribute REPLICATION'
                    WHEN o.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
                        THEN 'works on the server’s own files'
                    WHEN EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND datdba = o.oid)
                        THEN 'owns the database'
                    WHEN EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                 WHERE c.relowner = o.oid AND n.nspname !~ '^pg_') THEN 'owns tables'
                    WHEN EXISTS (SELECT FROM pg_namespace n WHERE n.nspowner = o.oid AND n.nspname !~ '^pg_')
                        THEN 'owns schemas' END AS why
                FROM pg_roles o WHERE o.rolname <> 'pg_database_owner')
            SELECT 'is a member of ' || s.rolname || ', which ' || s.why,
                   string_agg(format('REVOKE %I FROM %I;', d.rolname, r.rolname), E'\n' ORDER BY d.rolname)
            FROM pg_roles r JOIN pg_auth_members m ON m.member = r.oid JOIN pg_roles d ON d.oid = m.roleid
                 JOIN strong s ON s.why IS NOT NULL AND (s.oid = d.oid OR pg_has_role(d.oid, s.oid, 'MEMBER'))
            WHERE r.rolname = ? AND s.oid <> r.oid GROUP BY s.rolname, s.why ORDER BY 1""";

    static final String READS = """
            SELECT 1 FROM pg_roles r, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE r.rolname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_'
                  AND n.nspname NOT IN ('information_schema', 'msar', '__msar', 'mathesar_types')
                  AND has_schema_privilege(r.oid, n.oid, 'USAGE')
                  AND has_any_column_privilege(r.oid, c.oid, 'SELECT') LIMIT 1""";
}
