package org.mathesar.launcher.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mathesar.launcher.problem.ProblemException;

/**
 * Puts {@code setpriv} (util-linux) before a command: another user where one is asked for, no new privileges, and a
 * signal to the child when the launcher dies, so that kill -9 of the launcher leaves nothing running. {@code setsid}
 * before that takes the child out of the terminal's reach: Ctrl-C is for the launcher, which stops its children in order
 * once the visitors have been served.
 */
final class PrivilegeDrop {

    private PrivilegeDrop() {}

    static List<String> wrap(ProcessSpec spec) {
        Optional<Path> setpriv = find("setpriv");
        if (setpriv.isEmpty()) {
            spec.user().ifPresent(user -> {
                throw ProblemException.fixable("The program setpriv is missing, so " + spec.name()
                        + " cannot run as the user " + user + ".", "Install the package util-linux.");
            });
            return spec.command();
        }
        List<String> words = new ArrayList<>();
        find("setsid").ifPresent(program -> words.add(program.toString()));
        words.add(setpriv.get().toString());
        spec.user().ifPresent(user -> words
                .addAll(List.of("--reuid", user, "--regid", primaryGroup(user), "--init-groups")));
        words.addAll(List.of("--no-new-privs", "--pdeathsig", spec.stop().name(), "--"));
        words.addAll(spec.command());
        return words;
    }

    /** The number of the user's own group, which need not have the user's name. */
    private static String primaryGroup(String user) {
        try {
            Process id = new ProcessBuilder("id", "-g", user).redirectErrorStream(true).start();
            String group = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (id.waitFor() == 0) {
                return group;
            }
            throw ProblemException.fixable("There is no user " + user + " on this machine.",
                    "Make that user, or name another in the launcher's settings.");
        } catch (IOException e) {
            throw new IllegalStateException("the program id cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for the group of " + user, e);
        }
    }

    private static Optional<Path> find(String program) {
        return Stream.of("/usr/bin", "/bin").map(place -> Path.of(place, program)).filter(Files::isExecutable)
                .findFirst();
    }
}
