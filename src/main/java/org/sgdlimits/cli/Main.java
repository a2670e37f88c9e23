package org.sgdlimits.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sgdlimits.experiment.Suggestions;
import org.sgdlimits.experiment.UserError;
import org.sgdlimits.experiment.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line.
 *
 * <p>Exit codes: {@link #FINE}, {@link #FAILED}, {@link #BAD_INPUT}, {@link #NUMERICAL_FAILURE}. Complaints are one sentence on
 * stderr that begins with {@code error:}; a stack trace comes with {@code --debug} only. An error of the program itself counts
 * as {@link #NUMERICAL_FAILURE}.
 */
@Command(
        name = "sgdlimits",
        description = "Derives, solves and checks the high-dimensional limits of stochastic gradient descent.",
        subcommands = {
            CompareCommand.class,
            SolveCommand.class,
            InspectCommand.class,
            ExitCommand.class,
            SweepCommand.class,
            ValidateCommand.class,
            ModelsCommand.class,
            RerunCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 fine, 1 a claim or comparison failed, 2 bad input, 3 numerical failure.",
            "Begin with `sgdlimits compare models/phase-retrieval.json`."
        })
public final class Main implements Runnable {

    static final int FINE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int NUMERICAL_FAILURE = 3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces.")
    private boolean debug;

    /** Runs a command and ends the program. */
    public static void main(String... arguments) {
        System.exit(run(utf8(System.out), utf8(System.err), arguments));
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Runs a command and returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commandLine = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler((failure, command, parsed) -> fail(failure, command))
                .setUsageHelpAutoWidth(true);
        try {
            return commandLine.execute(arguments);
        } catch (OutOfMemoryError exhausted) {
            err.println("error: out of memory. Ask for fewer points, or give the program more:"
                    + " SGDLIMITS_JAVA_OPTS=-Xmx8g sgdlimits …");
            return NUMERICAL_FAILURE;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a command: " + String.join(", ", commands(spec.commandLine())));
    }

    private static List<String> commands(CommandLine commandLine) {
        return List.copyOf(commandLine.getSubcommands().keySet());
    }

    private static int refuse(ParameterException refused, String[] arguments) {
        CommandLine command = refused.getCommandLine();
        String message = refused.getMessage();
        if (refused instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean option = word.startsWith("-");
            boolean subcommand = !option && !command.getSubcommands().isEmpty();
            List<String> known = option ? options(command) : commands(command);
            message = word + ": "
                    + (option ? "unknown option. " : subcommand ? "unknown command. " : "one argument too many")
                    + (option || subcommand ? Suggestions.hint(option ? word.split("=", 2)[0] : word, known) : "");
        }
        command.getErr().println("error: " + message);
        command.getErr().println("`" + command.getCommandSpec().qualifiedName() + " --help` shows what can be given.");
        if (Arrays.asList(arguments).contains("--debug")) {
            refused.printStackTrace(command.getErr());
        }
        return BAD_INPUT;
    }

    private static List<String> options(CommandLine command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            names.add(option.longestName());
        }
        return names;
    }

    private static int fail(Exception failure, CommandLine command) {
        Main main = (Main) command.getCommandSpec().root().userObject();
        PrintWriter err = command.getErr();
        boolean expected = failure instanceof UserError;
        if (expected) {
            failure.getMessage().lines().forEach(line -> err.println("error: " + line));
        } else if (failure instanceof IOException) {
            err.println("error: cannot write or read: " + failure);
        } else {
            err.println("error: unexpected " + failure
                    + (main.debug ? "" : ". Run again with --debug for the stack trace, and report it"));
        }
        if (main.debug) {
            failure.printStackTrace(err);
        }
        return expected || failure instanceof IOException ? BAD_INPUT : NUMERICAL_FAILURE;
    }

    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sgdlimits " + Version.program() + " (Java " + Version.java() + ")"};
        }
    }
}
