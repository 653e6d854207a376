package org.mathesar.launcher.setup;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Plan.Address;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.storage.DataDirectory;

/**
 * {@link SetupState} as the file {@code setup.properties}, readable with cat. A file that cannot be understood is a
 * Problem and never a fresh start, which would reopen the claim page on a live server.
 */
public final class SetupStore {
    private final DataDirectory data;

    public SetupStore(DataDirectory data) {
        this.data = data;
    }

    /** The stored state; empty when nothing was ever stored. */
    public Optional<SetupState> load() {
        return data.readProperties(file()).map(properties -> {
            try {
                return state(properties);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new ProblemException(new Problem.Fixable("The file " + file() + " cannot be understood.",
                        "Restore it from a backup. The launcher will not start over on a server that may be in use.",
                        String.valueOf(e.getMessage())), e);
            }
        });
    }

    public void save(SetupState state) {
        Map<String, String> lines = new LinkedHashMap<>();
        switch (state) {
            case SetupState.Unclaimed _ -> lines.put("state", "unclaimed");
            case SetupState.Asking(Plan.Draft draft) -> {
                lines.put("state", "asking");
                write(draft, lines);
            }
            case SetupState.Installing(Plan plan, Task task) -> {
                lines.put("state", "installing");
                lines.put("task", task.name());
                write(plan.draft(), lines);
            }
            case SetupState.Blocked(Plan plan, Task task, Problem problem) -> {
                lines.put("state", "blocked");
                lines.put("task", task.name());
                write(plan.draft(), lines);
                write(problem, lines);
            }
            case SetupState.NeedsOwner(Plan plan) -> {
                lines.put("state", "needs-owner");
                write(plan.draft(), lines);
            }
            case SetupState.Ready(Plan plan) -> {
                lines.put("state", "ready");
                write(plan.draft(), lines);
            }
        }
        data.write(file(), lines.entrySet().stream().map(line -> line.getKey() + "=" + escape(line.getValue()) + "\n")
                .collect(Collectors.joining()));
    }

    private Path file() {
        return data.path("setup.properties");
    }

    private static void write(Plan.Draft draft, Map<String, String> lines) {
        draft.address().ifPresent(address -> {
            switch (address) {
                case Address.AsReached _ -> lines.put("address", "as-reached");
            }
        });
        draft.database().ifPresent(database -> {
            switch (database) {
                case DatabaseChoice.Bundled _ -> lines.put("database", "bundled");
                case DatabaseChoice.External(var host, var port, var name, var user, var sslMode) -> {
                    lines.put("database", "external");
                    lines.put("database.host", host);
                    lines.put("database.port", Integer.toString(port));
                    lines.put("database.name", name);
                    lines.put("database.user", user);
                    lines.put("database.sslmode", sslMode);
                }
            }
        });
    }

    private static void write(Problem problem, Map<String, String> lines) {
        lines.put("problem", problem.summary());
        lines.put("problem.detail", problem.detail());
        switch (problem) {
            case Problem.Fixable fixable -> lines.put("problem.action", fixable.action());
            case Problem.Passing passing -> lines.put("problem.retry-at", passing.retryAt().toString());
            case Problem.Unexpected unexpected -> lines.put("problem.reference", unexpected.reference());
        }
    }

    private static SetupState state(Properties file) {
        return switch (required(file, "state")) {
            case "unclaimed" -> new SetupState.Unclaimed();
            case "asking" -> new SetupState.Asking(draft(file));
            case "installing" -> new SetupState.Installing(plan(file), Task.valueOf(required(file, "task")));
            case "blocked" -> new SetupState.Blocked(plan(file), Task.valueOf(required(file, "task")), problem(file));
            case "needs-owner" -> new SetupState.NeedsOwner(plan(file));
            case "ready" -> new SetupState.Ready(plan(file));
            case String other -> throw new IllegalArgumentException("unknown state " + other);
        };
    }

    private static Plan plan(Properties file) {
        return draft(file).complete().orElseThrow(() -> new IllegalArgumentException("the plan is incomplete"));
    }

    private static Plan.Draft draft(Properties file) {
        Optional<Address> address = Optional.ofNullable(file.getProperty("address")).map(text -> switch (text) {
            // The second word is what versions without public certificates wrote.
            case "as-reached", "self-signed" -> new Address.AsReached();
            case String other -> throw new IllegalArgumentException("unknown address " + other);
        });
        Optional<DatabaseChoice> database = Optional.ofNullable(file.getProperty("database"))
                .map(text -> switch (text) {
                    case "bundled" -> new DatabaseChoice.Bundled();
                    case "external" -> new DatabaseChoice.External(required(file, "database.host"),
                            Integer.parseInt(required(file, "database.port")), required(file, "database.name"),
                            required(file, "database.user"), required(file, "database.sslmode"));
                    case String other -> throw new IllegalArgumentException("unknown database " + other);
                });
        return new Plan.Draft(address, database);
    }

    private static Problem problem(Properties file) {
        String summary = required(file, "problem");
        String detail = file.getProperty("problem.detail", "");
        if (file.containsKey("problem.retry-at")) {
            return new Problem.Passing(summary, Instant.parse(required(file, "problem.retry-at")), detail);
        }
        if (file.containsKey("problem.reference")) {
            return new Problem.Unexpected(summary, required(file, "problem.reference"), detail);
        }
        return new Problem.Fixable(summary, required(file, "problem.action"), detail);
    }

    private static String required(Properties file, String key) {
        String value = file.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("the line " + key + " is missing");
        }
        return value;
    }

    /** As java.util.Properties reads it back: one line, whatever the value holds. */
    private static String escape(String value) {
        String escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        // Space before a value would be taken for the line's own.
        return !escaped.isEmpty() && " \t\f".indexOf(escaped.charAt(0)) >= 0 ? "\\" + escaped : escaped;
    }
}
