using System.Globalization;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>
/// Creates the exception for a failed build, with the step, its output, the engine's error and a hint.
/// </summary>
internal sealed partial class BuildFailure(
    BuildSpec spec, BuildContext context, BuilderKind builder, Redaction redaction, BaseImageCredentials baseImages)
{
    private const string NewerSyntax =
        "or begin the Dockerfile with '# syntax=docker/dockerfile:1', which uses a newer Dockerfile frontend.";

    /// <summary>Creates the exception.</summary>
    /// <param name="progress">The progress of the build up to the failure.</param>
    /// <param name="error">The engine's error message.</param>
    /// <param name="inner">The exception that carried the error.</param>
    public BuildFailedException ToException(BuildProgress progress, string error, Exception? inner)
    {
        error = CutStructs(error);
        // If the Dockerfile cannot be parsed, the error belongs to no step, even if some step was reported before.
        var step = IsParseError(error) ? null : progress.Current;
        var instruction = step is null ? null : redaction.Redact(step.Instruction);
        var exitCode = step is null ? null : FindExitCode(error, inner as BuildStreamException);
        var redacted = redaction.Redact(error);
        var output = step is null ? "" : redaction.Redact(step.Tail);
        var cause = DescribeCause(step, instruction, exitCode, VisibleText.Quote(redacted));
        var message = $"Could not {spec}: {cause}{GetHint(error)}{ErrorText.Tail("output", output)}";
        // The inner exception is left out if its message may contain a secret that was redacted here.
        return new BuildFailedException(message, inner is BuildStreamException || redacted != error ? null : inner)
        {
            StepNumber = step?.Number,
            Instruction = instruction,
            ExitCode = exitCode,
            Output = output,
        };
    }

    // Podman shows the step as it is in memory, with all variables: "... for &imagebuilder.Step{Env:...".
    private static string CutStructs(string error) =>
        error.IndexOf(" &imagebuilder.", StringComparison.Ordinal) is > 0 and var end ? error[..end] : error;

    private static string DescribeCause(BuildStepProgress? step, string? instruction, int? exitCode, string error)
    {
        if (step is null) return $"the engine answered \"{error}\".";
        var number = step.Number is null ? "" : $"{step.Number} of {step.Count}, ";
        return exitCode is { } code
            ? $"step {number}`{instruction}` ended with {ExitSummary.Describe(code)}."
            : $"step {number}`{instruction}` failed: the engine answered \"{error}\".";
    }

    // Both builders report the exit code in the message; the classic builder also reports it as a number.
    private static int? FindExitCode(string error, BuildStreamException? exception) =>
        ExitCodePattern().Match(error) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : exception is { Code: > 0 and < 256 } ? (int)exception.Code
        : null;

    // Podman: building at STEP "FOO ": Build error: Unknown instruction: "FOO".
    private static bool IsParseError(string error) => error.Contains("dockerfile parse error", StringComparison.OrdinalIgnoreCase)
        || error.Contains("Build error: Unknown instruction", StringComparison.OrdinalIgnoreCase);

    private string GetHint(string error)
    {
        if (Contains("requires BuildKit")) return " Set BuildSpec.Builder to BuilderKind.BuildKit, or leave it Automatic.";
        if (context.Text.HasHereDocuments && IsParseError(error))
        {
            return builder == BuilderKind.Classic
                ? " The Dockerfile has a here-document, which requires BuildKit: "
                    + "set BuildSpec.Builder to BuilderKind.BuildKit, or leave it Automatic."
                : " The Dockerfile has a here-document, which the BuildKit of this engine does not support: "
                    + $"upgrade the engine to 23.0 or newer, {NewerSyntax}";
        }

        if (builder == BuilderKind.BuildKit && Contains("unknown flag"))
            return $" The BuildKit of this engine does not support that option: upgrade the engine, {NewerSyntax}";
        // Podman: building at STEP "COPY a /": checking on sources under "/var/tmp/..": copier: stat: "/a": no such file or directory.
        if (Contains("checking on sources under")) return " The build context has no such file, or .dockerignore excludes it.";
        if (Contains("no active session"))
        {
            return " BuildKit requests credentials, secrets and SSH keys through a session, which this engine or a proxy in front of it "
                + "does not provide. "
                + "A private base image is pulled before the build if the credentials for its registry are known: "
                + $"log in with DockerEngine.LoginAsync, or set BuildSpec.Credentials.{baseImages.ErrorHint}";
        }

        if (MissingSecretPattern().Match(error) is { Success: true } missing)
            return $" Add the secret '{VisibleText.Quote(missing.Groups[1].Value)}' to BuildSpec.Secrets.";
        if (Contains("/moby.sshforward.v1.SSH")) return " SSH keys of the client are not supported: pass a secret in BuildSpec.Secrets.";

        if (context.Text.Syntax is { } syntax && error.Contains(syntax, StringComparison.Ordinal))
        {
            return $" '{syntax}' is the image of the '# syntax=' line. "
                + "It must be on the engine or in a registry that the engine can reach.";
        }

        return RegistryErrorClassifier.Classify(error) switch
        {
            RegistryErrorKind.Denied => " The registry of a base image refused the request: "
                + $"log in with DockerEngine.LoginAsync, or set BuildSpec.Credentials.{baseImages.ErrorHint}",
            RegistryErrorKind.Unreachable or RegistryErrorKind.Untrusted or RegistryErrorKind.PlainHttp =>
                " Check that the engine can reach the registries of the base images.",
            _ => "",
        };

        bool Contains(string text) => error.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    // Docker Engine 20.10: secret x not found: not found. Later versions: secret x: not found.
    [GeneratedRegex(@"\bsecret ([^\s:]+)(?: not found)?: not found")]
    private static partial Regex MissingSecretPattern();

    [GeneratedRegex(@"(?:non-zero code:|exit code:|exit status) (\d{1,3})\b")]
    private static partial Regex ExitCodePattern();
}
