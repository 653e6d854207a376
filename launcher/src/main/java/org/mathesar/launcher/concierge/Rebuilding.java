package org.mathesar.launcher.concierge;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What has to step aside while something below it changes, and how it comes back: views, policies and triggers.
 *
 * @param before statements that take it away, in order
 * @param after statements that make it again
 */
record Rebuilding(List<String> before, List<String> after) {
    private static final String ABOVE = """
            WITH RECURSIVE above (oid, depth) AS (
                SELECT r.ev_class, 1 FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
                WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
                AND d.refobjid = ? AND (d.refobjsubid = ? OR d.refobjsubid = 0 OR ? = 0) AND r.ev_class <> d.refobjid
                UNION SELECT r.ev_class, depth + 1 FROM above JOIN pg_depend d ON d.refobjid = above.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_rewrite'::regclass
                JOIN pg_rewrite r ON r.oid = d.objid WHERE r.ev_class <> above.oid)
            SELECT oid FROM above GROUP BY oid ORDER BY max(depth)""";
    /** The column, and the same one in every table and partition that inherits it. */
    private static final String HEIRS = """
            WITH RECURSIVE heirs (oid) AS (SELECT ?::oid UNION SELECT inhrelid FROM heirs
                JOIN pg_inherits ON inhparent = heirs.oid)
            SELECT h.oid, own.attnum FROM heirs h JOIN pg_attribute own ON own.attrelid = h.oid
            JOIN pg_attribute first ON first.attname = own.attname
            WHERE first.attrelid = ?::oid AND first.attnum = ? ORDER BY 1""";
    /** Rules and triggers of a view, and indexes of a materialized one, are no text that we could write again safely. */
    private static final String VIEW = """
            SELECT kind || name, pg_get_viewdef(oid), array_to_string(reloptions, ', '), relkind IN ('v', 'm')
                AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = oid)
                AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = oid)
                AND (SELECT count(*) = 1 FROM pg_rewrite WHERE ev_class = view.oid),
                'ALTER ' || kind || name || ' OWNER TO ' || quote_ident(pg_get_userbyid(relowner)) || ';',
                <grants>,
                'COMMENT ON ' || kind || name || ' IS ' || quote_literal(obj_description(oid, 'pg_class')) || ';'
            FROM (SELECT c.*, format('%I.%I', nspname, relname) AS name,
                CASE relkind WHEN 'm' THEN 'MATERIALIZED VIEW ' ELSE 'VIEW ' END AS kind
                FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE c.oid = ?) AS view"""
            .replace("<grants>", Grants.of("relacl", "name"));
    private static final String POLICIES = """
            SELECT format('DROP POLICY %I ON %I.%I;', p.policyname, p.schemaname, p.tablename),
                format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s', p.policyname, p.schemaname, p.tablename,
                    p.permissive, p.cmd, (SELECT string_agg(CASE role WHEN 'public' THEN 'PUBLIC'
                    ELSE quote_ident(role) END, ', ') FROM unnest(p.roles) role))
                || coalesce(' USING (' || p.qual || ')', '') || coalesce(' WITH CHECK (' || p.with_check || ')', '')
                || ';'
            FROM pg_policies p WHERE (p.schemaname, p.tablename, p.policyname) IN (
                SELECT nspname, relname, polname FROM pg_policy JOIN pg_class c ON c.oid = polrelid
                JOIN pg_namespace n ON n.oid = relnamespace WHERE pg_policy.<which>)""";
    private static final String TRIGGERS = """
            SELECT format('DROP TRIGGER %I ON %s;', tgname, tgrelid::regclass), pg_get_triggerdef(oid) || ';',
                CASE tgenabled WHEN 'O' THEN '' ELSE format('ALTER TABLE %s %s TRIGGER %I;', tgrelid::regclass,
                    CASE tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END,
                    tgname) END
            FROM pg_trigger WHERE NOT tgisinternal AND <which>""";
    private static final String OF_COLUMN = "oid IN (SELECT objid FROM pg_depend WHERE classid = '<catalog>'::regclass"
            + " AND refclassid = 'pg_class'::regclass AND refobjid = ? AND refobjsubid = ?)";

    /** Everything above a column; empty where something cannot be made again from its definition. */
    static Optional<Rebuilding> above(Rows rows, TypeWords words, long table, int column) throws SQLException {
        Set<Long> views = new LinkedHashSet<>();
        Rebuilding others = new Rebuilding(new ArrayList<>(), new ArrayList<>());
        for (List<String> heir : rows.all(HEIRS, table, table, column)) {
            long relation = Long.parseLong(heir.get(0));
            long number = Long.parseLong(heir.get(1));
            views.addAll(viewsAbove(rows, relation, number));
            others.add(rows.all(which(POLICIES, OF_COLUMN.replace("<catalog>", "pg_policy")), relation, number), words);
            others.add(rows.all(which(TRIGGERS, OF_COLUMN.replace("<catalog>", "pg_trigger")), relation, number),
                    words);
        }
        Optional<Rebuilding> rebuilding = views(rows, words, views);
        rebuilding.ifPresent(all -> {
            all.before.addAll(others.before);
            all.after.addAll(others.after);
        });
        return rebuilding.filter(all -> all.after.stream().noneMatch(TypeWords::needsMathesar));
    }

    /** The view itself, and everything above it. */
    static Optional<Rebuilding> ofView(Rows rows, TypeWords words, long view) throws SQLException {
        Set<Long> views = new LinkedHashSet<>(Set.of(view));
        views.addAll(viewsAbove(rows, view, 0));
        return views(rows, words, views);
    }

    private static List<Long> viewsAbove(Rows rows, long relation, long column) throws SQLException {
        return rows.all(ABOVE, relation, column, column).stream().map(row -> Long.parseLong(row.getFirst())).toList();
    }

    static Rebuilding ofPolicy(Rows rows, TypeWords words, long policy) throws SQLException {
        Rebuilding rebuilding = new Rebuilding(new ArrayList<>(), new ArrayList<>());
        rebuilding.add(rows.all(which(POLICIES, "oid = ?"), policy), words);
        return rebuilding;
    }

    static Rebuilding ofTrigger(Rows rows, TypeWords words, long trigger) throws SQLException {
        Rebuilding rebuilding = new Rebuilding(new ArrayList<>(), new ArrayList<>());
        rebuilding.add(rows.all(which(TRIGGERS, "oid = ?"), trigger), words);
        return rebuilding;
    }

    private static Optional<Rebuilding> views(Rows rows, TypeWords words, Set<Long> views) throws SQLException {
        Rebuilding rebuilding = new Rebuilding(new ArrayList<>(), new ArrayList<>());
        for (long oid : views) {
            List<String> view = rows.first(VIEW, oid).orElseThrow();
            if (!view.get(3).equals("t")) {
                return Optional.empty();
            }
            rebuilding.before.addFirst("DROP " + view.getFirst() + ";");
            rebuilding.after.add("CREATE " + view.getFirst()
                    + (view.get(2).isEmpty() ? "" : " WITH (" + view.get(2) + ")") + " AS" + words.in(view.get(1)));
            view.subList(4, view.size()).stream().filter(statement -> !statement.isEmpty())
                    .forEach(rebuilding.after::add);
        }
        return Optional.of(rebuilding);
    }

    private static String which(String query, String condition) {
        return query.replace("<which>", condition);
    }

    private void add(List<List<String>> found, TypeWords words) {
        for (List<String> statements : found) {
            before.add(statements.getFirst());
            statements.stream().skip(1).filter(statement -> !statement.isEmpty()).map(words::in).forEach(after::add);
        }
    }

    /** All in one transaction, with this in the middle. */
    String around(String change) {
        if (before.isEmpty() && after.isEmpty()) {
            return change;
        }
        return "BEGIN;\n" + String.join("\n", before) + "\n" + (change.isEmpty() ? "" : change + "\n")
                + String.join("\n", after) + "\nCOMMIT;";
    }
}
