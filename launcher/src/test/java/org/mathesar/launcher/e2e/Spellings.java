package org.mathesar.launcher.e2e;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways to write one path so that something between the door and the application might read it as that path. */
final class Spellings {
    private Spellings() {}

    /** All of them as request targets; those with the server's name are in absolute form. */
    static List<String> of(String path, String server) {
        String name = path.replaceAll("^/|/$", "");
        return Stream.of(slashesAndDots(name), encodings(name), separators(name), letters(name), ends(name),
                absolute(name, server)).flatMap(List::stream).toList();
    }

    private static List<String> slashesAndDots(String name) {
        return List.of("/" + name + "/", "/" + name, "//" + name + "/", "///" + name, "/./" + name + "/",
                "/.//./" + name, "/../" + name + "/", "/x/../" + name + "/", "/x/y/../../" + name, "/x/..//" + name,
                "/static/../" + name + "/", "/auth/login/../../" + name + "/", "/-/../" + name + "/",
                "/-/setup/../../" + name + "/", "/-/healthy/../../" + name + "/");
    }

    private static List<String> encodings(String name) {
        String all = encoded(name);
        return List.of("/%2e/" + name + "/", "/%2E%2E/" + name, "/x/%2e%2e/" + name + "/", "/x/.%2e/" + name,
                "/x/%2e./" + name, "/x/%252e%252e/" + name + "/", "/static/%2e%2e/" + name + "/", "/%2f" + name + "/",
                "/%2F%2f" + name, "/x%2f..%2f" + name + "/", "/x/..%252f" + name, firstEncoded(name, 1),
                firstEncoded(name, 2), firstEncoded(name, 3), "/" + all + "/", "/" + all.toLowerCase(Locale.ROOT),
                "/" + all.replace("%", "%25") + "/", "/" + all.replace("%", "%2525"), "/%3f/../" + name + "/",
                "/x%23/../" + name + "/");
    }

    private static List<String> separators(String name) {
        return List.of("/;x/" + name + "/", "/;/" + name, "/x/..;/" + name + "/", "/x/..;a=b/" + name,
                "/x/..%3b/" + name, "/" + name + ";x", "/" + name + ";x=1/", "/" + name + "%3Bx/", "\\" + name + "\\",
                "/\\" + name + "/", "/x\\..\\" + name, "/%5c" + name + "/", "/x/..%5c" + name + "/", "/%255c" + name);
    }

    private static List<String> letters(String name) {
        String wide = name.chars().mapToObj(c -> Character.toString(c > ' ' && c != '/' ? c + 0xFEE0 : c))
                .collect(Collectors.joining());
        return List.of("/" + name.toUpperCase(Locale.ROOT) + "/", "/" + mixed(name) + "/", "/" + mixed(name),
                "/" + encoded(wide) + "/", "/" + wide + "/", "/%20" + name + "/", "/%09" + name);
    }

    private static List<String> ends(String name) {
        return List.of("/" + name + ".", "/" + name + ".../", "/" + name + "%2e/", "/" + name + "%20/",
                "/" + name + "%2f", "/" + name + "%252f", "/" + name + "//", "/" + name + "/.", "/" + name + "/x/..",
                "/" + name + "/below/it", "/" + name + "%00", "/" + name + "%0a/", "/" + name + "%0d%0aX:%20y",
                "/" + name + "%", "/" + name + "%zz", "/" + name + "#x", "/" + name + "\u0001");
    }

    private static List<String> absolute(String name, String server) {
        return List.of("https://" + server + "/" + name + "/", "http://" + server + "/" + name,
                "https://" + server + "//" + name + "/", "https://" + server + "/x/../" + name,
                "https://someone@" + server + "/" + firstEncoded(name, 1), "HTTPS://" + server + "/" + mixed(name));
    }

    private static String firstEncoded(String name, int times) {
        return "/%" + "25".repeat(times - 1) + String.format("%02x", (int) name.charAt(0)) + name.substring(1) + "/";
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(one == '/' ? "/" : String.format("%%%02X", one));
        }
        return encoded.toString();
    }

    private static String mixed(String name) {
        StringBuilder mixed = new StringBuilder(name);
        for (int i = 0; i < name.length(); i += 2) {
            mixed.setCharAt(i, Character.toUpperCase(name.charAt(i)));
        }
        return mixed.toString();
    }
}
