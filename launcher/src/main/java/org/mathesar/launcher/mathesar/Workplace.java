package org.mathesar.launcher.mathesar;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.ProcessSpec;
import org.mathesar.launcher.process.ProcessSpec.StopSignal;

/**
 * Where and as whom programs around the application run.
 *
 * @param user the application's system user when the launcher is root
 * @param environment what every such program gets: paths, proxies, certificates, language; no secrets
 */
public record Workplace(OneShot oneShot, Optional<String> user, Map<String, String> environment) {

    /** Runs a program to its end as the application's user. */
    OneShot.Result run(String name, List<String> command, Path directory, Map<String, String> more, Duration limit,
            Consumer<String> lines) throws InterruptedException {
        return oneShot.run(spec(name, command, directory, more), limit, lines);
    }

    /** As {@link #run}, with this text on its standard input. */
    OneShot.Result feed(String name, List<String> command, Path directory, Map<String, String> more, String input,
            Duration limit, Consumer<String> lines) throws InterruptedException {
        return oneShot.run(spec(name, command, directory, more), input, limit, lines);
    }

    ProcessSpec spec(String name, List<String> command, Path directory, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new ProcessSpec(name, command, all, directory, user, StopSignal.TERM, Duration.ofSeconds(35));
    }

    /** Gives the tree to the application's user, or leaves it alone where there is none. */
    void giveToApplication(Path tree) {
        user.ifPresent(name -> own(tree, name));
    }

    /** Takes the tree back, so that the application cannot change its own code. */
    void takeFromApplication(Path tree) {
        if (user.isPresent()) {
            own(tree, System.getProperty("user.name"));
        }
    }

    private static void own(Path tree, String user) {
        try {
            UserPrincipal owner = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    return visitFile(directory, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .setOwner(owner);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The directory " + tree + " could not be given to the user "
                    + user + ".", "Check that this user exists and that the launcher runs as root.", e.toString()), e);
        }
    }

    /** Deletes a tree that is ours and unfinished. */
    static void delete(Path tree) {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failed) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The unfinished directory " + tree
                    + " cannot be deleted.", "Delete it by hand, then try again.", e.toString()), e);
        }
    }
}
