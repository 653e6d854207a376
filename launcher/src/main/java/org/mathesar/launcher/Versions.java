package org.mathesar.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.Properties;
import org.mathesar.launcher.mathesar.ApplicationSources.Release;

/**
 * The pins this build was made with.
 *
 * @param launcher our own version
 * @param release Mathesar's official release
 */
record Versions(String launcher, Release release) {

    static Versions read() {
        Properties pins = load("versions.properties");
        String sha256 = pins.getProperty("mathesar.release.sha256").strip();
        return new Versions(load("build.properties").getProperty("version"),
                new Release(pins.getProperty("mathesar.version"),
                        URI.create(pins.getProperty("mathesar.release.url")),
                        Optional.of(sha256).filter(text -> !text.isEmpty())));
    }

    private static Properties load(String name) {
        Properties properties = new Properties();
        try (InputStream file = Versions.class.getResourceAsStream(name)) {
            properties.load(file);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
