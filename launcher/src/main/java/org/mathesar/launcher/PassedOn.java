package org.mathesar.launcher;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.mathesar.launcher.Settings.Key;

/** What Mathesar's programs may see of our environment: its own variables and the way to the outside. */
final class PassedOn {
    private static final Set<String> NAMES = Set.of("SSO_CONFIG_DICT", "OIDC_CONFIG_DICT", "REQUIRE_SSO_LOGIN",
            "FILE_STORAGE_DICT", "DATA_FILES_STORAGE_BACKEND", "DATA_FILES_AZURE_CONTAINER",
            "DATA_FILES_AZURE_CONNECTION_STRING", "PER_USER_DATABASES_ENABLED", "DEBUG", "GUNICORN_CMD_ARGS", "TEST",
            "PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
            "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "PGSSLROOTCERT",
            "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_FIND_LINKS", "PIP_DEFAULT_TIMEOUT",
            "SAMPLE_APP_VERSION");

    private PassedOn() {}

    static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> passed = new HashMap<>(environment);
        passed.keySet().removeIf(name -> !isMathesars(name) && !NAMES.contains(name));
        passed.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        passed.putIfAbsent("LANG", "C.UTF-8");
        return Map.copyOf(passed);
    }

    private static boolean isMathesars(String name) {
        return name.startsWith("MATHESAR_") && !name.startsWith(Variables.PREFIX)
                && !name.startsWith(Key.SETUP_CODE.variable()) && !name.equals(Key.MATHESAR_HOME.variable());
    }
}
