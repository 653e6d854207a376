package org.mathesar.launcher.database;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A command line of psql, or of a tool with the same options, perhaps with variables set in front of it. */
final class CommandText {
    private static final String TOOLS = "(?:[^\\s'\"]*[/\\\\])?(?:psql|pgcli|pg_dump|pg_restore|pg_isready)(?:\\.exe)?";
    private static final Pattern TOOL = Pattern.compile(TOOLS);
    private static final Pattern MENTION = Pattern.compile("\\b(?:psql|pgcli|pg_dump|pg_restore|pg_isready)\\b");
    private static final Pattern CONTINUED = Pattern.compile("[\\\\^`]\\R\\s*");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?s)[A-Za-z_]\\w*=.*");
    private static final Set<String> IN_FRONT = Set.of("$", ">", "#", "export", "&&", ";");
    private static final Map<Character, String> SHORT = Map.of('h', "host", 'p', "port", 'U', "user", 'd', "dbname");
    private static final Map<String, String> LONG = Map.of("--host", "host", "--port", "port", "--username", "user",
            "--dbname", "dbname");
    /** Other short options of psql and pg_dump that take a value. */
    private static final String WITH_VALUE = "cfvoPFRTLjtnZSNE";

    private final ConnectionWords variables = new ConnectionWords();
    private final ConnectionWords options = new ConnectionWords();
    private final ConnectionWords address = new ConnectionWords();

    private CommandText() {}

    static boolean isOne(String text) {
        String line = joined(text);
        for (int i = 0; i < line.length() && line.indexOf('\n') < 0;) {
            int end = ShellWords.end(line, i);
            String word = line.substring(i, end);
            if (TOOL.matcher(word).matches()) {
                return true;
            }
            if (!word.isEmpty() && !IN_FRONT.contains(word) && !ASSIGNMENT.matcher(word).matches()) {
                return false;
            }
            i = end + 1;
        }
        return false;
    }

    static ConnectionWords words(String text) throws UnreadableText {
        CommandText command = new CommandText();
        String line = joined(text);
        int start = 0;
        int end = ShellWords.end(line, 0);
        while (!TOOL.matcher(line.substring(start, end)).matches()) {
            command.assign(line.substring(start, end));
            start = end + 1;
            end = ShellWords.end(line, start);
        }
        command.read(new ArrayDeque<>(ShellWords.of(line.substring(end))));
        // As in psql: a connection string is worth more than options, and both more than variables.
        command.address.fill(command.options);
        command.address.fill(command.variables);
        return command.address;
    }

    /** The text with a command that goes on over several lines on one; other text stays as it is. */
    static String joined(String text) {
        return MENTION.matcher(text).find() ? CONTINUED.matcher(text).replaceAll(" ").strip() : text.strip();
    }

    private void assign(String word) throws UnreadableText {
        String assignment = word.endsWith(";") ? word.substring(0, word.length() - 1) : word;
        if (ASSIGNMENT.matcher(assignment).matches()) {
            String[] pair = String.join("", ShellWords.of(assignment)).split("=", 2);
            if (ParameterNames.isVariable(pair[0])) {
                variables.putParameter(pair[0], pair[1]);
            }
        }
    }

    private void read(Deque<String> words) throws UnreadableText {
        boolean named = false;
        while (!words.isEmpty()) {
            String word = words.pop();
            if (word.startsWith("--")) {
                readLong(word, words);
            } else if (word.startsWith("-") && word.length() > 1) {
                readShort(word, words);
            } else if (!named && !options.has("dbname") && address.isEmpty()) {
                putDatabase(word);
                named = true;
            } else if (!options.has("user") && !address.has("user")) {
                options.put("user", word);
            }
        }
    }

    private void readLong(String word, Deque<String> rest) throws UnreadableText {
        String[] pair = word.split("=", 2);
        String name = LONG.get(pair[0]);
        if (name != null) {
            put(name, pair.length == 2 ? pair[1] : value(rest));
        }
    }

    /** Letters may stand together, and the value of the last may stand right behind it. */
    private void readShort(String word, Deque<String> rest) throws UnreadableText {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            String name = SHORT.get(letter);
            if (name != null || WITH_VALUE.indexOf(letter) >= 0) {
                String value = i + 1 < word.length() ? word.substring(i + 1) : value(rest);
                if (name != null) {
                    put(name, value);
                }
                return;
            }
        }
    }

    private static String value(Deque<String> rest) throws UnreadableText {
        if (rest.isEmpty()) {
            throw new UnreadableText("An option of the command has no value.");
        }
        return rest.pop();
    }

    private void put(String name, String value) throws UnreadableText {
        if (name.equals("dbname")) {
            putDatabase(value);
        } else {
            options.putParameter(name, value);
        }
    }

    /** What stands for the database may be a whole connection string. */
    private void putDatabase(String value) throws UnreadableText {
        Placeholders.refuseReference(value);
        if (AddressText.isOne(value)) {
            address.override(AddressText.words(value));
        } else if (value.indexOf('=') > 0) {
            address.override(PairsText.words(value));
        } else {
            options.put("dbname", value);
        }
    }
}
