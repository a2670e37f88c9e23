package org.sgdlimits.report;

import java.util.Map;

/** How a method is drawn: the same colour, stroke and label in every figure of every report. */
final class MethodStyle {

    private static final Map<String, Integer> COLOURS = Map.ofEntries(
            Map.entry("ode", 1),
            Map.entry("volterra", 1),
            Map.entry("sde", 2),
            Map.entry("map", 4),
            Map.entry("reduced", 0),
            Map.entry("sgd", 3),
            Map.entry("hsgd", 5),
            Map.entry("meanfield", 6),
            Map.entry("resolvent", 7));

    private MethodStyle() {}

    static Colour colour(String method) {
        return Colour.of(COLOURS.getOrDefault(method, 7));
    }

    static Stroke stroke(String method) {
        return switch (method) {
            case "sde" -> Stroke.DASHED;
            case "reduced", "map" -> Stroke.DOTTED;
            default -> Stroke.SOLID;
        };
    }

    /** The name in a legend. */
    static String label(String method, int runs) {
        return runs > 1 ? method + " (" + runs + " runs)" : method;
    }
}
