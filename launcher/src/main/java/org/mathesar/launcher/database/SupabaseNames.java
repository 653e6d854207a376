package org.mathesar.launcher.database;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mathesar.launcher.problem.Problem;

/**
 * How Supabase names one project's database: {@code db.<project>.supabase.co} directly, where a role signs in with its own
 * name, and {@code <region>.pooler.supabase.com} for everyone, where the user name carries the project.
 */
record SupabaseNames(Database.External candidate) {
    private static final Pattern DIRECT = Pattern.compile("db\\.([a-z0-9-]+)\\.supabase\\.co\\.?");
    private static final Pattern POOLER = Pattern.compile("(?:[a-z0-9-]+\\.)+pooler\\.supabase\\.com\\.?");
    private static final Pattern USER = Pattern.compile("(.+)\\.([a-z0-9]{16,32})");

    /** Whether it is the pooler that all projects of a region share. */
    boolean isSharedPooler() {
        return POOLER.matcher(host()).matches();
    }

    /** Whether it is the paid pooler of one project, beside its database. */
    boolean isDedicatedPooler() {
        return DIRECT.matcher(host()).matches() && candidate.port() == 6543;
    }

    /** The project's reference, from host or user. */
    Optional<String> project() {
        Matcher direct = DIRECT.matcher(host());
        Matcher user = USER.matcher(candidate.user());
        return direct.matches()
                ? Optional.of(direct.group(1))
                : user.matches() ? Optional.of(user.group(2)) : Optional.empty();
    }

    /** The role's name inside the database. */
    String role() {
        Matcher user = USER.matcher(candidate.user());
        return user.matches() ? user.group(1) : candidate.user();
    }

    /** The same database over connections that stay: the session pooler, or the database itself. */
    Database.External lasting() {
        return with(candidate.host(), 5432, isDedicatedPooler() ? role() : candidate.user());
    }

    /** The direct connection with the role's own name, where the pooler's user name was given. */
    Optional<Database.External> withoutProject() {
        Matcher user = USER.matcher(candidate.user());
        return user.matches() && project().equals(Optional.of(user.group(2)))
                ? Optional.of(with(candidate.host(), candidate.port(), user.group(1)))
                : Optional.empty();
    }

    Optional<Problem> userWithProject() {
        return withoutProject().map(right -> new Problem.Fixable(
                "The user " + candidate.user() + " is meant for Supabase's pooler, but this is the direct connection.",
                "Use the role's own name here: " + ConnectionAddress.of(right)));
    }

    Optional<Problem> userWithoutProject() {
        return USER.matcher(candidate.user()).matches()
                ? Optional.empty()
                : Optional.of(new Problem.Fixable(
                        "Supabase's pooler serves many projects, and the user " + candidate.user()
                                + " does not say which.",
                        "Write the user as " + candidate.user() + ".<project>, where <project> is the reference in the"
                                + " address of your dashboard (supabase.com/dashboard/project/<project>)."));
    }

    /** The form of the session pooler's address, whose region is known to the owner only. */
    String sessionPooler() {
        return "postgresql://" + ConnectionAddress.encoded(role()) + "." + project().orElse("<project>")
                + "@aws-…-<region>.pooler.supabase.com:5432/" + ConnectionAddress.encoded(candidate.name());
    }

    private Database.External with(String host, int port, String user) {
        return new Database.External(host, port, candidate.name(), user, candidate.password(), candidate.sslMode(),
                candidate.authority());
    }

    private String host() {
        return candidate.host().toLowerCase(Locale.ROOT);
    }
}
