package org.mathesar.launcher;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody meant: the known name with the fewest changed letters. */
final class NearestName {
    private NearestName() {}

    static String to(String name, Collection<String> known) {
        return known.stream().min(Comparator.<String>comparingInt(other -> distance(name, other))
                .thenComparing(Comparator.naturalOrder())).orElse("");
    }

    /** Levenshtein's distance. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substitution = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
