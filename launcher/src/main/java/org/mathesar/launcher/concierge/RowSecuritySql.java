package org.mathesar.launcher.concierge;

import java.util.regex.Pattern;

/** The questions of {@link RowSecurityCatalog}; each has the role's name as its only parameter, or none. */
final class RowSecuritySql {
    private RowSecuritySql() {}

    /** Asks for the token of a request to Supabase's API or to PostgREST. */
    static final Pattern TOKEN = Pattern.compile("\\bauth\\.(uid|jwt|role|email)\\(\\)|request\\.jwt");

    /**
     * Without any of these words and without a call of another function an expression on NULL is NULL or false, which
     * lets nothing through.
     */
    static final Pattern MAY_HOLD_FOR_NULL = Pattern.compile("\\b(OR|NOT|IS|CASE|ALL)\\b"
            + "|(?<![\\w.])(?!auth\\.(uid|jwt|role|email)\\(|current_setting\\(|NULLIF\\()[\\w.\"]+\\(");

    /** Schemas of PostgreSQL and of Mathesar. */
    private static final String OURS = """
            (n.nspname ~ '^pg_' OR n.nspname IN ('information_schema', 'msar', '__msar', 'mathesar_types'))""";

    /** The other way to switch, %s, is named differently before PostgreSQL 16. */
    static final String ROLE = """
            SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole,
                   ARRAY(SELECT o.rolname::text FROM pg_roles o
                         WHERE (o.rolsuper OR o.rolbypassrls) AND o.oid <> r.oid AND NOT r.rolsuper
                               AND pg_has_role(r.oid, o.oid, '%s') ORDER BY 1)
            FROM pg_roles r WHERE r.rolname = ?""";

    static final String RELATIONS = """
            SELECT c.oid, n.nspname, c.relname, format('%%I.%%I', n.nspname, c.relname) AS quoted, c.relkind::text,
                   c.relispartition, c.relrowsecurity,
                   c.relforcerowsecurity, pg_get_userbyid(c.relowner) AS owner,
                   pg_has_role(r.oid, c.relowner, 'USAGE') AS owned, pg_has_role(r.oid, c.relowner, '%s') AS becomes,
                   has_schema_privilege(r.oid, n.oid, 'USAGE') AS enters,
                   has_any_column_privilege(r.oid, c.oid, 'SELECT') AS selects,
                   has_any_column_privilege(r.oid, c.oid, 'INSERT') AS inserts,
                   has_any_column_privilege(r.oid, c.oid, 'UPDATE') AS updates,
                   has_table_privilege(r.oid, c.oid, 'DELETE') AS deletes,
                   has_table_privilege(r.oid, c.oid, 'TRUNCATE') AS truncates,
                   coalesce((SELECT option_value::boolean FROM pg_options_to_table(c.reloptions)
                             WHERE option_name = 'security_invoker'), false) AS invoker,
                   EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                               AND d.deptype = 'e') AS extension,
                   ARRAY(SELECT i.inhparent::text FROM pg_inherits i WHERE i.inhrelid = c.oid) AS parents,
                   ARRAY(SELECT a.rolname::text FROM pg_roles a WHERE a.rolname IN ('anon', 'authenticated')
                             AND has_schema_privilege(a.oid, n.oid, 'USAGE')
                             AND (has_any_column_privilege(a.oid, c.oid, 'SELECT, INSERT, UPDATE')
                                  OR has_table_privilege(a.oid, c.oid, 'DELETE')) ORDER BY 1) AS exposed
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, pg_roles r
            WHERE r.rolname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT\s"""
            + OURS;

    static final String POLICIES = """
            SELECT p.polrelid, p.polname,
                   CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                        WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command, p.polpermissive,
                   0 = ANY (p.polroles) OR EXISTS (
                       SELECT FROM unnest(p.polroles) g WHERE g <> 0 AND pg_has_role(r.oid, g, 'USAGE')) AS applies,
                   0 = ANY (p.polroles) AS everyone,
                   pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS checking,
                   EXISTS (SELECT FROM pg_depend d JOIN pg_proc f ON f.oid = d.refobjid
                           WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid
                                 AND d.refclassid = 'pg_proc'::regclass
                                 AND f.prosrc ~ 'request\\.jwt|auth\\.(uid|jwt|role|email)\\s*\\(') AS token,
                   ARRAY(SELECT DISTINCT u.oid::regclass::text FROM pg_depend d JOIN pg_class u ON u.oid = d.refobjid
                         WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid
                               AND d.refclassid = 'pg_class'::regclass AND u.oid <> p.polrelid
                               AND u.relkind IN ('r', 'p', 'v', 'm', 'f')
                               AND NOT has_any_column_privilege(r.oid, u.oid, 'SELECT')
                         UNION SELECT 'schema ' || a.nspname FROM pg_depend d JOIN pg_proc f ON f.oid = d.refobjid
                              JOIN pg_namespace a ON a.nspname = 'auth'
                         WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid
                               AND d.refclassid = 'pg_proc'::regclass AND f.prosrc ~ '\\mauth\\.'
                               AND NOT f.prosecdef AND NOT has_schema_privilege(r.oid, a.oid, 'USAGE')
                         ORDER BY 1) AS unreadable
            FROM pg_policy p, pg_roles r WHERE r.rolname = ? ORDER BY p.polrelid, p.polname""";

    /** A view's own rule depends on all that it reads. */
    static final String USES = """
            SELECT DISTINCT v.oid AS view, u.oid AS used, u.relrowsecurity AND (o.rolsuper OR o.rolbypassrls
                       OR NOT u.relforcerowsecurity AND pg_has_role(o.oid, u.relowner, 'USAGE')) AS skips
            FROM pg_class v JOIN pg_namespace n ON n.oid = v.relnamespace JOIN pg_roles o ON o.oid = v.relowner
                 JOIN pg_rewrite w ON w.ev_class = v.oid
                 JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.oid
                 JOIN pg_class u ON u.oid = d.refobjid AND u.relkind IN ('r', 'p', 'v', 'm', 'f')
            WHERE v.relkind IN ('v', 'm') AND NOT\s"""
            + OURS;
}
