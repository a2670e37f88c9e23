package org.sgdlimits.analysis;

import java.util.List;

/**
 * The exits at one point of a sweep.
 *
 * @param labels the values of the axes, in their order
 * @param exits what was measured there
 */
public record SweepPoint(List<String> labels, ExitTimes exits) {

    public SweepPoint {
        labels = List.copyOf(labels);
    }
}
