package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.analysis.ModelTask;
import org.sgdlimits.analysis.Task;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Methods;
import org.sgdlimits.method.Path;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.SaveTimes;
import org.sgdlimits.method.Trajectory;

/**
 * A method's paths at the times of the step methods, kept whole: [replica][time][observable]. Memory: their product.
 *
 * @param trajectory their statistics, at the same times
 * @param paths every path
 */
record PathSample(Trajectory trajectory, List<double[][]> paths) {

    /** Runs a method, as the experiment configures it where it is one of its own. */
    static PathSample of(Experiment experiment, String methodName) {
        return of(experiment, methodName, experiment.settings());
    }

    static PathSample of(Experiment experiment, String methodName, RunSettings settings) {
        Task task = experiment.task().methods().contains(methodName)
                ? experiment.task()
                : new ModelTask(experiment.problem(), List.of(Methods.named(methodName)));
        int method = task.methods().indexOf(methodName);
        double[] wanted = task.stepTimes(settings);
        double[] saved = task.isContinuous(method) ? SaveTimes.allTimes(task.grid(settings), wanted) : wanted;
        List<double[][]> paths = new ArrayList<>();
        Trajectory trajectory = task.solve(method, settings, (replica, path) -> paths.add(rows(path, saved, wanted)));
        if (!trajectory.outcome().isCompleted()) {
            throw new IllegalStateException("the method " + methodName + " did not reach the horizon: "
                    + trajectory.outcome().message());
        }
        return new PathSample(trajectory.at(wanted), paths);
    }

    private static double[][] rows(Path path, double[] saved, double[] wanted) {
        double[][] rows = new double[wanted.length][];
        int next = 0;
        for (int t = 0; t < saved.length && next < wanted.length; t++) {
            if (saved[t] == wanted[next]) {
                rows[next++] = path.observed()[t];
            }
        }
        return rows;
    }

    /** The values of an observable at the last time, one a replica. */
    double[] last(String observable) {
        int index = index(observable);
        return paths.stream().mapToDouble(path -> path[path.length - 1][index]).toArray();
    }

    /** Per replica, the mean over time of an observable's distance to a deterministic path. */
    double[] timeMeanGaps(String observable, double[] path) {
        int index = index(observable);
        return paths.stream()
                .mapToDouble(rows -> {
                    double sum = 0;
                    for (int t = 0; t < rows.length; t++) {
                        sum += rows[t][index] - path[t];
                    }
                    return sum / rows.length;
                })
                .toArray();
    }

    int index(String observable) {
        int index = trajectory.indexOf(observable);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "check.observables: expected some of " + trajectory.observables() + ", got \"" + observable + "\"");
        }
        return index;
    }
}
