package org.sgdlimits.analysis;

import java.util.OptionalDouble;
import org.sgdlimits.leastsquares.DataModes;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.LeastSquaresVolterra;
import org.sgdlimits.leastsquares.RowRisk;
import org.sgdlimits.leastsquares.SpectralMeasure;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;

/**
 * What the Volterra equation predicts of a data problem at its horizon, to 10⁻⁶, from modes that are known.
 *
 * @param outcome whether it gets there
 * @param loss infinite where it does not
 * @param testRisk the same; empty where it is not followed
 */
record HorizonPrediction(Outcome outcome, double loss, OptionalDouble testRisk) {

    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(1).withOdeTolerance(1e-6);

    static HorizonPrediction of(LeastSquaresProblem problem, SpectralMeasure modes) {
        Trajectory predicted =
                new LeastSquaresVolterra((any, settings) -> DataModes.exact(modes)).solve(problem, SETTINGS);
        return new HorizonPrediction(
                predicted.outcome(),
                last(predicted, SpectralMeasure.LOSS),
                predicted.indexOf(RowRisk.TEST_RISK) < 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(last(predicted, RowRisk.TEST_RISK)));
    }

    private static double last(Trajectory predicted, String observable) {
        return predicted.outcome().isCompleted() ? predicted.last(observable).mean() : Double.POSITIVE_INFINITY;
    }
}
