package org.sgdlimits.leastsquares;

import java.util.Arrays;
import org.sgdlimits.method.Outcome;

/**
 * The loss and the risks that it drives, at the times asked for.
 *
 * @param values [time][observable], the loss first; fewer times than asked for where the solution broke off
 * @param error the estimate of the largest relative error that the solver controlled
 * @param steps of the solver
 * @param outcome how it ended
 */
public record VolterraSolution(double[][] values, double error, long steps, Outcome outcome) {

    /** 𝓛 at the times reached. */
    public double[] loss() {
        return Arrays.stream(values).mapToDouble(row -> row[0]).toArray();
    }
}
