package org.mathesar.launcher.wizard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a posted form. It may hold passwords, so it prints only the names. */
record Form(Map<String, List<String>> values) {

    /** @throws IllegalArgumentException when the escapes are broken */
    static Form parse(byte[] body) {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            int sign = pair.indexOf('=');
            if (sign > 0) {
                values.computeIfAbsent(decoded(pair.substring(0, sign)), _ -> new ArrayList<>())
                        .add(decoded(pair.substring(sign + 1)));
            }
        }
        return new Form(Map.copyOf(values));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** What was typed, untouched; empty if the field is missing. */
    String exactly(String field) {
        return all(field).stream().findFirst().orElse("");
    }

    /** Every value of a field that may come more than once, such as a group of boxes to tick. */
    List<String> all(String field) {
        return List.copyOf(values.getOrDefault(field, List.of()));
    }

    /** What was typed, without the blanks that copying adds. */
    String text(String field) {
        return exactly(field).strip();
    }

    boolean isTicked(String field) {
        return values.containsKey(field);
    }

    @Override
    public String toString() {
        return "Form" + values.keySet();
    }
}
