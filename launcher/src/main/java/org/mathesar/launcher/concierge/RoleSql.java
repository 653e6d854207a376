package org.mathesar.launcher.concierge;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.mathesar.launcher.concierge.Ground.Schema;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.storage.Secret;

/**
 * The SQL that makes the two roles of {@link Access#NO_STRUCTURE_CHANGES}, to be read and run by whoever administers the
 * database. It needs no superuser and no program of its own: every web page that takes SQL runs it, also twice.
 *
 * @param installer makes the role that installs Mathesar's schemas; holds its password
 * @param working makes the role that people work as; holds its password
 * @param removal drops both roles and what was granted to them; refuses where one of them owns tables
 */
public record RoleSql(String installer, String working, String removal, Wanted wanted, Secret installerPassword,
        Secret workingPassword) {

    /**
     * What the roles shall be called and may do.
     *
     * @param schemas whose tables people work with; where empty, all that {@link #schemas} names
     * @param readOnly whether people only look
     */
    public record Wanted(String installerRole, String workingRole, List<String> schemas, boolean readOnly) {
        public Wanted {
            Objects.requireNonNull(installerRole);
            Objects.requireNonNull(workingRole);
            schemas = List.copyOf(schemas);
        }

        /** Roles {@code mathesar_installer} and {@code mathesar_editor}, for all tables, with reading and writing. */
        public static Wanted usual() {
            return new Wanted("mathesar_installer", "mathesar_editor", List.of(), false);
        }
    }

    /** For the tables that are in the database now, as the candidate's role can see and grant them. */
    public static RoleSql of(Database.External candidate, Wanted wanted) throws SQLException {
        try (Connection connection = candidate.connectToLook()) {
            return of(connection, wanted, new SecureRandom());
        }
    }

    /** The same over a connection that is open, with passwords from this source. */
    public static RoleSql of(Connection connection, Wanted wanted, RandomGenerator random) throws SQLException {
        Ground ground = Ground.of(connection);
        Optional<RowSecurityCatalog> ofRole = RowSecurityCatalog.read(connection, wanted.workingRole());
        RowSecurityCatalog rows = ofRole.isPresent()
                ? ofRole.get()
                : RowSecurityCatalog.read(connection, ground.grantor()).orElseThrow();
        Secret installing = password(random);
        Secret working = password(random);
        return new RoleSql(installer(ground, wanted, installing),
                new WorkingRoleSql(ground, rows, ofRole.isPresent(), wanted).text(working), removal(ground, wanted),
                wanted, installing, working);
    }

    /** Schemas that people may want to work in: all with tables that are neither PostgreSQL's, Mathesar's nor Supabase's. */
    public static List<String> schemas(Connection connection) throws SQLException {
        return usual(Ground.of(connection)).stream().map(Schema::name).toList();
    }

    static List<Schema> usual(Ground ground) {
        return ground.schemas().stream().filter(schema -> !RowWarnings.SUPABASE.contains(schema.name()))
                .filter(schema -> schema.holdsTables() || schema.name().equals("public")).toList();
    }

    private static String installer(Ground ground, Wanted wanted, Secret password) {
        String role = SqlText.name(wanted.installerRole());
        return SqlText.script(List.of(
                "-- The role that installs Mathesar’s three schemas. Its password is used once and kept"
                        + " nowhere.",
                made(wanted.installerRole(), "LOGIN", password),
                "GRANT CONNECT, CREATE ON DATABASE " + ground.database() + " TO " + role + ";", ""));
    }

    /** Makes the role, or gives the one that is there the password. */
    static String made(String role, String attributes, Secret password) {
        String name = SqlText.name(role);
        return SqlText.block("IF EXISTS (SELECT FROM pg_roles WHERE rolname = " + SqlText.literal(role) + ") THEN",
                "  ALTER ROLE " + name + " LOGIN PASSWORD " + SqlText.literal(password.reveal()) + ";", "ELSE",
                "  CREATE ROLE " + name + " " + attributes + " PASSWORD " + SqlText.literal(password.reveal()) + ";",
                "END IF;");
    }

    private static String removal(Ground ground, Wanted wanted) {
        List<String> lines = new ArrayList<>(List.of("-- Drops both roles and everything that was granted to them."
                + " Remove Mathesar from this database before.", dropped(wanted.workingRole()),
                dropped(wanted.installerRole())));
        ground.schemas().stream().filter(Schema::everyoneCreates).forEach(schema -> lines.add(
                "-- Gives back what was taken from everyone: GRANT CREATE ON SCHEMA " + schema.sql() + " TO PUBLIC;"));
        lines.add("");
        return SqlText.script(lines);
    }

    /** Only members may drop what a role was granted, so whoever runs it joins the role before. */
    private static String dropped(String role) {
        String name = SqlText.name(role);
        String itself = "(SELECT oid FROM pg_roles WHERE rolname = " + SqlText.literal(role) + ")";
        return SqlText.block("IF EXISTS " + itself + " THEN",
                "  IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace",
                "             WHERE c.relowner = " + itself, "               AND n.nspname !~ '^pg_'",
                "               AND n.nspname NOT IN ('msar', '__msar', 'mathesar_types')) THEN",
                "    RAISE EXCEPTION '% owns tables. Give them to another role first.', " + SqlText.literal(role) + ";",
                "  END IF;", "  GRANT " + name + " TO CURRENT_USER;", "  DROP OWNED BY " + name + ";",
                "  DROP ROLE " + name + ";", "END IF;");
    }

    /** Letters of both cases, digits and a sign, since some hosters ask for each; nothing that a URL would escape. */
    private static Secret password(RandomGenerator random) {
        String signs = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
        StringBuilder text = new StringBuilder("Ma7-");
        for (int i = 0; i < 24; i++) {
            text.append(signs.charAt(random.nextInt(signs.length())));
        }
        return new Secret(text.toString());
    }

    /** Without the statements, which hold passwords. */
    @Override
    public String toString() {
        return "RoleSql[" + wanted + "]";
    }
}
