package org.mathesar.launcher.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Runs the class against every application there is; its constructor is given the {@link ContractServer}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("contract")
@ParameterizedClass(name = "{0}", autoCloseArguments = false)
@ArgumentsSource(ContractServers.class)
@interface AgainstEachSubject {
}
