package org.mathesar.launcher.contract;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** One server for each application, started when first needed and stopped after the last test of the run. */
final class ContractServers implements ArgumentsProvider {
    private static final Namespace NAMESPACE = Namespace.create(ContractServers.class);

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
        return Subject.available().stream().map(
                subject -> Arguments.of(store.getOrComputeIfAbsent(subject, this::start, ContractServer.class)));
    }

    private ContractServer start(Subject subject) {
        String line = "CONTRACT SUITE RUNS AGAINST: " + subject + switch (subject) {
            case Subject.Sample _ -> System.getenv("MATHESAR_HOME") == null
                    ? " (no real Mathesar: MATHESAR_HOME is not set)"
                    : "";
            case Subject.Real real -> " from " + real.source();
        };
        String border = "=".repeat(line.length());
        System.out.printf("%n%s%n%s%n%s%n", border, line, border);
        return ContractServer.start(subject);
    }
}
