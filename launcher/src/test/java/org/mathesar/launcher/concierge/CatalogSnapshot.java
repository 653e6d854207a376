package org.mathesar.launcher.concierge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every row of every system catalog of a database, roles of its server included, as a line of text: the catalog's name and
 * the row as JSON. Two snapshots of the same database differ in whatever was created, changed or dropped between them,
 * numbers of objects and access rights included; statistics and the housekeeping of storage are left out.
 */
public record CatalogSnapshot(SortedSet<String> lines) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> LEFT_OUT = Set.of("pg_statistic", "pg_statistic_ext_data", "pg_largeobject",
            "pg_largeobject_metadata", "pg_replication_origin");
    private static final String VOLATILE = "'{relpages,reltuples,relallvisible,relallfrozen,relfrozenxid,relminmxid,"
            + "datfrozenxid,datminmxid}'::text[]";
    private static final Map<String, String> CONDITIONS = Map.of(
            "pg_database", "datname = current_database()",
            "pg_shdepend", "dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))");
    /** The columns that say what an object is a part of. */
    private static final List<String> PARENTS = List.of("relnamespace", "typnamespace", "pronamespace", "connamespace",
            "oprnamespace", "collnamespace", "attrelid", "adrelid", "ev_class", "indrelid", "aggfnoid", "objid",
            "objoid", "conrelid", "contypid", "enumtypid", "tgrelid", "seqrelid", "defaclnamespace");

    /** @param connection as a superuser, since some catalogs are closed to others */
    public static CatalogSnapshot take(Connection connection) throws SQLException {
        SortedSet<String> lines = new TreeSet<>();
        try (Statement statement = connection.createStatement()) {
            for (String catalog : catalogs(statement)) {
                String condition = CONDITIONS.getOrDefault(catalog, "true");
                String more = catalog.equals("pg_aggregate") ? " || jsonb_build_object('aggfnoid', aggfnoid::oid)" : "";
                try (ResultSet rows = statement.executeQuery("SELECT (to_jsonb(row) - " + VOLATILE + more
                        + ")::text FROM pg_catalog." + catalog + " row WHERE " + condition)) {
                    while (rows.next()) {
                        lines.add(catalog + " " + rows.getString(1));
                    }
                }
            }
        }
        return new CatalogSnapshot(lines);
    }

    private static List<String> catalogs(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT relname FROM pg_catalog.pg_class WHERE relkind = 'r'"
                + " AND relnamespace = 'pg_catalog'::regnamespace ORDER BY relname")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        names.removeAll(LEFT_OUT);
        return names;
    }

    /** What is there now and was not, after a plus, and what was and is not, after a minus. */
    public List<String> changesUntil(CatalogSnapshot later) {
        return Stream.concat(without(lines, later.lines).map(line -> "- " + line),
                without(later.lines, lines).map(line -> "+ " + line)).toList();
    }

    /** As {@link #changesUntil}, but without what was created inside Mathesar's three schemas. */
    public List<String> changesOutsideMathesarUntil(CatalogSnapshot later) {
        List<String> come = without(later.lines, lines).toList();
        Set<Long> inside = inside(come);
        return Stream.concat(without(lines, later.lines).map(line -> "- " + line),
                come.stream().filter(line -> !isInside(line, inside)).map(line -> "+ " + line)).toList();
    }

    /** The numbers of the schemas and, again and again, of whatever is a part of what is known to be inside. */
    private static Set<Long> inside(List<String> lines) {
        Set<Long> inside = new HashSet<>();
        int before;
        do {
            before = inside.size();
            for (String line : lines) {
                if (isInside(line, inside)) {
                    JsonNode row = row(line);
                    Stream.of("oid", "reltoastrelid", "indexrelid").map(row::path)
                            .filter(number -> number.asLong() != 0)
                            .forEach(number -> inside.add(number.asLong()));
                }
            }
        } while (inside.size() > before);
        return inside;
    }

    private static boolean isInside(String line, Set<Long> inside) {
        JsonNode row = row(line);
        return line.startsWith("pg_namespace ") && MathesarSchemas.NAMES.contains(row.path("nspname").asText())
                || inside.contains(row.path("oid").asLong())
                || PARENTS.stream().anyMatch(parent -> inside.contains(row.path(parent).asLong()));
    }

    private static JsonNode row(String line) {
        try {
            return MAPPER.readTree(line.substring(line.indexOf(' ')));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }

    private static Stream<String> without(SortedSet<String> lines, Collection<String> others) {
        return lines.stream().filter(line -> !others.contains(line));
    }
}
