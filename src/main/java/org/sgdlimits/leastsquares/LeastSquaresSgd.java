package org.sgdlimits.leastsquares;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sgdlimits.method.Ensemble;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.Path;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RandomStreams;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;

/**
 * SGD itself on the data matrix, one {@link DataStep} an update: what the predictions are held against. Cost per replica:
 * epochs × the stored entries of A, and once more for every save time.
 */
public final class LeastSquaresSgd implements LeastSquaresMethod {

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public boolean isContinuous(LeastSquaresProblem problem) {
        return false;
    }

    @Override
    public Trajectory solve(LeastSquaresProblem problem, RunSettings settings, PathListener listener) {
        EpochClock clock = EpochClock.of(problem.requireUpdate());
        long[] saves = clock.steps(clock.grid(problem, settings));
        return Ensemble.run(
                name(),
                problem.observables(),
                clock.instants(saves),
                settings.replicas(),
                settings,
                listener,
                Map.of(),
                replica -> path(problem, clock, saves, settings.seed(), replica));
    }

    private static Path path(LeastSquaresProblem problem, EpochClock clock, long[] saves, long seed, int replica) {
        DataStep step = new DataStep(problem, RandomStreams.generator(seed, Purpose.DATA_SGD, replica));
        LabelledData train = problem.data();
        List<LabelledData> risks = problem.risks().stream().map(RowRisk::rows).toList();
        double[] predictions = new double
                [Stream.concat(Stream.of(train), risks.stream())
                        .mapToInt(rows -> rows.design().rows())
                        .max()
                        .orElseThrow()];
        double limit = Double.POSITIVE_INFINITY;
        double[][] observed = new double[saves.length][1 + risks.size()];
        long done = 0;
        for (int save = 0; save < saves.length; save++) {
            for (; done < saves[save]; done++) {
                step.move(clock.learningRate().rate(clock.epochs(done)));
                if (!(step.squaredResidual() <= limit)) {
                    return broken(
                            observed,
                            save,
                            clock.epochs(done + 1),
                            "a squared residual",
                            step.squaredResidual(),
                            done + 1);
                }
            }
            double loss = 0.5 * squaredGap(train, step.weights(), predictions);
            if (save == 0) {
                limit = Outcome.BLOW_UP * (1 + loss);
            }
            if (!(loss <= limit)) {
                return broken(observed, save, clock.epochs(done), SpectralMeasure.LOSS, loss, done);
            }
            observed[save][0] = loss;
            for (int risk = 0; risk < risks.size(); risk++) {
                LabelledData rows = risks.get(risk);
                observed[save][1 + risk] = squaredGap(rows, step.weights(), predictions)
                        / (2.0 * rows.design().rows());
            }
        }
        return new Path(observed, saves.length, Outcome.completed(), List.of(), Map.of("steps", done));
    }

    private static Path broken(
            double[][] observed, int completed, double epochs, String component, double value, long steps) {
        return new Path(
                observed, completed, EpochClock.diverged(epochs, component, value), List.of(), Map.of("steps", steps));
    }

    /** ‖Ax − b‖². */
    private static double squaredGap(LabelledData rows, double[] x, double[] predictions) {
        rows.design().multiply(x, predictions);
        double sum = 0;
        for (int i = 0; i < rows.design().rows(); i++) {
            double gap = predictions[i] - rows.target()[i];
            sum += gap * gap;
        }
        return sum;
    }
}
