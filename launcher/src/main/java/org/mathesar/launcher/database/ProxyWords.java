package org.mathesar.launcher.database;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * The words with which hosters' own proxies refuse a login. Supavisor and Neon's proxy send one error code for nearly
 * everything, so their words are all there is to go by; a proxy is recognised by its words even behind another name.
 */
final class ProxyWords {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** For how long Supavisor turns an address away after many wrong passwords. */
    private static final Duration BLOCKED = Duration.ofMinutes(2);

    private final String words;
    private final Database.External candidate;

    private ProxyWords(String message, Database.External candidate) {
        this.words = message.toLowerCase(Locale.ROOT);
        this.candidate = candidate;
    }

    static Optional<Problem> of(String message, Database.External candidate) {
        ProxyWords said = new ProxyWords(message, candidate);
        return said.ofSupavisor().or(said::ofNeon)
                .map(problem -> withDetail(problem, hidden(message, candidate.password().reveal())));
    }

    private Optional<Problem> ofSupavisor() {
        if (has("tenant or user not found") || has("(enotfound)")
                || words.matches("(?s).*tenant/user \\S+ not found.*")) {
            return Optional.of(new Problem.Fixable("Supabase's pooler on " + candidate.host()
                    + " knows no project for the user " + candidate.user() + ".",
                    "Write the user as role.project, e.g. " + poolerUser()
                            + ", and take the host from Connect → Session pooler: it is another one in every region. A"
                            + " paused project must be restored first."));
        } else if (has("invalid format for user or db_name")) {
            return Optional.of(new Problem.Fixable("Supabase's pooler cannot read the user " + candidate.user() + ".",
                    "Write it as role.project, e.g. " + poolerUser() + "."));
        } else if (has("max clients reached") || has("maxclientsinsessionmode")
                || has("max client connections reached")) {
            return Optional.of(passing("All connections of Supabase's session pooler are in use; close other programs"
                    + " that use it, or raise the pool size at Database → Settings → Connection pooling.", SOON));
        } else if (has("max pools count reached")) {
            return Optional.of(passing("Supabase's pooler has no room for another pool just now.", SOON));
        } else if (has("ecircuitbreaker") || has("circuit breaker open")) {
            return Optional
                    .of(passing("Supabase's pooler turns this machine away for two minutes, after too many failed"
                            + " logins.", BLOCKED));
        } else if (has("address not in tenant allow_list")) {
            return Optional.of(new Problem.Fixable("Supabase does not let this machine's address in.",
                    "Add it at Database → Settings → Network Restrictions."));
        } else if (has("ssl connection is required")) {
            return Optional.of(new Problem.Fixable("This Supabase project accepts only connections with TLS.",
                    "Choose the TLS mode “require”."));
        } else if (has("(eauthquery)") && has("user not found in the database")) {
            return Optional.of(new Problem.Fixable("The role " + new SupabaseNames(candidate).role()
                    + " does not exist in this Supabase project.",
                    "Check its spelling, or create it in the SQL editor."));
        }
        return Optional.empty();
    }

    private Optional<Problem> ofNeon() {
        if (has("endpoint id is not specified") || has("inconsistent project name inferred")) {
            return Optional.of(new Problem.Fixable("Neon cannot tell which of its databases is meant.",
                    "Give the whole host name from Neon's Connect window (ep-….neon.tech), never an IP address or"
                            + " another name that leads there."));
        } else if (has("is not allowed to connect to this endpoint")) {
            return Optional.of(new Problem.Fixable("Neon does not let this machine's address in.",
                    "Add it at Settings → Networking → IP Allow of the project."));
        } else if (has("from a blocked network")) {
            return Optional.of(new Problem.Fixable("This Neon project is closed to the public internet.",
                    "Allow public connections at Settings → Networking of the project, or connect through its private"
                            + " network."));
        } else if (has("endpoint cannot be found")) {
            return Optional.of(new Problem.Fixable("Neon has no database server named " + candidate.host() + ".",
                    "Copy the string anew from Connect in the Neon console: the branch or its compute was deleted."));
        } else if (has("endpoint is disabled")) {
            return Optional.of(new Problem.Fixable("The compute of this Neon branch is disabled.",
                    "Enable it at Branches → your branch → Computes in the Neon console."));
        } else if (has("couldn't connect to compute node") || has("too many connections to this endpoint")
                || has("too many connections attempts")) {
            return Optional.of(passing("Neon is still waking this database up, or it is overloaded.", SOON));
        } else if (has("control plane request failed") || has("exceeded the compute time quota")
                || has("quota") && has("endpoint")) {
            return Optional.of(new Problem.Fixable("Neon does not start this database just now.",
                    "Look at the project's usage and quotas in the Neon console."));
        }
        return Optional.empty();
    }

    private boolean has(String part) {
        return words.contains(part);
    }

    private String poolerUser() {
        SupabaseNames names = new SupabaseNames(candidate);
        return names.role() + "." + names.project().orElse("<project>");
    }

    private static Problem passing(String summary, Duration again) {
        return new Problem.Passing(summary, Instant.now().plus(again));
    }

    private static String hidden(String message, String password) {
        return password.isEmpty() ? message : message.replace(password, "***");
    }

    private static Problem withDetail(Problem problem, String detail) {
        return switch (problem) {
            case Problem.Fixable(String summary, String action, _) -> new Problem.Fixable(summary, action, detail);
            case Problem.Passing(String summary, Instant retryAt, _) -> new Problem.Passing(summary, retryAt, detail);
            case Problem.Unexpected unexpected -> unexpected;
        };
    }
}
