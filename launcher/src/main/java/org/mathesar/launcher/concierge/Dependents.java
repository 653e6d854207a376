package org.mathesar.launcher.concierge;

import java.util.List;

/** What in a database would be lost or broken if Mathesar's schemas were dropped; empty when they can go. */
public record Dependents(List<Dependent> found) {
    public Dependents {
        found = List.copyOf(found);
    }

    public boolean areNone() {
        return found.isEmpty();
    }

    /**
     * @param what the object, e.g. {@code column email of table public.people}
     * @param uses what of Mathesar it uses, e.g. {@code type mathesar_types.email}
     * @param remedy the statement that frees it and keeps its data; empty where there is none
     */
    public record Dependent(String what, String uses, String remedy) {}
}
