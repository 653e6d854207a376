package org.mathesar.launcher.mathesar;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an application may come from.
 *
 * @param given an unpacked release with its Python environment
 * @param release what to download when none is given
 * @param sample the directory of the sample application, where it is at hand
 * @param sampleWanted the sample was asked for by name
 * @param python the interpreter to make environments with, where one is named
 */
public record ApplicationSources(Optional<Path> given, Release release, Optional<Path> sample, boolean sampleWanted,
        Optional<Path> python) {

    /**
     * A published release.
     *
     * @param sha256 its checksum as hex digits; empty where none is known
     */
    public record Release(String version, URI url, Optional<String> sha256) {}
}
