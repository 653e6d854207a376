package org.mathesar.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What somebody wrote in YAML 1.1 (JSON is a part of it), each piece with the line it begins at. */
sealed interface Written {

    /** Counted from 1. */
    int line();

    /** A single value as it was written, whatever it looks like; empty for nothing. */
    record Text(int line, String value) implements Written {
        /** It may be a password. */
        @Override
        public String toString() {
            return "Text[line=" + line + "]";
        }
    }

    record Sequence(int line, List<Written> items) implements Written {}

    record Mapping(int line, Map<String, Written> entries, Map<String, Integer> lines) implements Written {}

    /** The text is no YAML; the message says why without quoting anything but marks of punctuation. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(int line, String what) {
            super("line " + line + ": " + what);
        }
    }

    static Written read(String text) throws UnreadableException {
        // A deep nest, or one that grows when it is unfolded, is refused by the parser's own limits.
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                return new Mapping(1, Map.of(), Map.of());
            }
            Written written = piece(parser);
            if (parser.nextToken() != null) {
                throw new UnreadableException(parser.currentTokenLocation().getLineNr(),
                        "only one document is read");
            }
            return written;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new UnreadableException(line, "this is no YAML; look at indents, quotes and colons");
        } catch (IOException e) {
            throw new UncheckedIOException("text is read from memory", e);
        }
    }

    private static Written piece(YAMLParser parser) throws IOException, UnreadableException {
        int line = parser.currentTokenLocation().getLineNr();
        if (parser.isCurrentAlias()) {
            throw new UnreadableException(line, "names for repeated parts (&, *) are not read here; write it out");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, line);
            case START_ARRAY -> sequence(parser, line);
            case VALUE_NULL -> new Text(line, "");
            case VALUE_STRING, VALUE_TRUE, VALUE_FALSE, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new Text(line, parser.getText());
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new UnreadableException(line, "this is neither text nor a list nor keys with values");
        };
    }

    private static Mapping mapping(YAMLParser parser, int line) throws IOException, UnreadableException {
        Map<String, Written> entries = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = parser.currentTokenLocation().getLineNr();
            if (lines.putIfAbsent(key, keyLine) != null) {
                throw new UnreadableException(keyLine, "this key is there twice, first on line " + lines.get(key));
            }
            parser.nextToken();
            entries.put(key, piece(parser));
        }
        return new Mapping(line, entries, lines);
    }

    private static Sequence sequence(YAMLParser parser, int line) throws IOException, UnreadableException {
        List<Written> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(piece(parser));
        }
        return new Sequence(line, items);
    }
}
