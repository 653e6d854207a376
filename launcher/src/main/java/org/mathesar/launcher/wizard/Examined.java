package org.mathesar.launcher.wizard;

import java.util.List;
import org.mathesar.launcher.database.Finding;

/**
 * What a diagnosis that has ended saw.
 *
 * @param place e.g. {@code library on db.example.org:5432}
 */
public record Examined(String place, List<Tick> ticks) {

    static Examined of(String place, List<Finding> findings) {
        return new Examined(place, Tick.ended(findings));
    }
}
