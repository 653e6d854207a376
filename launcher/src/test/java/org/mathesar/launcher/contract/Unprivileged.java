package org.mathesar.launcher.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The user that servers run as where the tests run as root: PostgreSQL refuses root, and Mathesar shall not need it. */
final class Unprivileged {
    private static final String USER = "nobody";
    private static final String NUMBER = "65534";
    private static final boolean NEEDED = System.getProperty("user.name").equals("root");

    private Unprivileged() {}

    /** The command as that user, ended by the kernel should these tests be killed. */
    static List<String> command(List<String> command) {
        if (!NEEDED) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of("setpriv", "--reuid", NUMBER, "--regid", NUMBER, "--clear-groups",
                "--no-new-privs", "--pdeathsig", "KILL", "--"));
        words.addAll(command);
        return words;
    }

    /** A new directory that every user may pass through. */
    static Path newDirectory() throws IOException {
        return Files.createTempDirectory("mathesar-contract-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    /** Makes the directory where it is missing, and makes it this user's. */
    static Path own(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (NEEDED) {
            Files.setOwner(directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        }
        return directory;
    }
}
