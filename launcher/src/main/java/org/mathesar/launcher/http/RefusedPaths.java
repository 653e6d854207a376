package org.mathesar.launcher.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The paths of Mathesar that are not for the public: its open first-run page, unused self-service account pages and
 * unauthenticated files. Some can be opened by name; the first-run page never.
 */
public final class RefusedPaths {
    /** What {@link #exceptOpened} accepts. */
    public static final Set<String> OPENABLE = Set.of("/admin/", "/media/", "/auth/signup/");

    private static final List<String> ALWAYS = List.of("/complete_installation/", "/auth/password_change/",
            "/auth/password_reset/", "/auth/reset/", "/auth/inactive/", "/auth/reauthenticate/", "/auth/email/",
            "/auth/confirm-email/", "/auth/password/", "/auth/login/code/", "/auth/social/");

    private final List<CanonicalPath> refused;

    private RefusedPaths(Set<String> opened) {
        refused = Stream.concat(ALWAYS.stream(), OPENABLE.stream().filter(path -> !opened.contains(path)))
                .map(path -> CanonicalPath.of(path).orElseThrow()).toList();
    }

    /** Refuses everything that can be refused. */
    public static RefusedPaths all() {
        return new RefusedPaths(Set.of());
    }

    /**
     * Refuses all but the opened ones.
     *
     * @throws IllegalArgumentException when one of them is not {@link #OPENABLE}
     */
    public static RefusedPaths exceptOpened(Set<String> opened) {
        if (!OPENABLE.containsAll(opened)) {
            throw new IllegalArgumentException("only " + OPENABLE + " can be opened, not " + opened);
        }
        return new RefusedPaths(opened);
    }

    boolean refuses(CanonicalPath path) {
        return refused.stream().anyMatch(path::isWithin);
    }
}
