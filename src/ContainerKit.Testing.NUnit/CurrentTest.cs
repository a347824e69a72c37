using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace ContainerKit.Testing.Execution;

/// <summary>The running test, as reported by NUnit.</summary>
internal static class CurrentTest
{
    /// <summary>The token that fires when the run is canceled or the test times out.</summary>
    public static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    /// <summary>The log capture of the running test. Null outside of tests that are marked as tests with containers.</summary>
    public static TestLogCapture? LogCapture => Test is { } test ? TestLogCapture.FindActive(test) : null;

    /// <summary>Indicates whether a test is running, and not the setup of a class or a namespace.</summary>
    public static bool IsRunning => Test is { IsSuite: false };

    /// <summary>Indicates whether the running test is skipped if no engine responds.</summary>
    public static bool IsSkippable => LogCapture is not null;

    /// <summary>The class, namespace or assembly whose setup is running, or null.</summary>
    public static string? Scope => Test is { IsSuite: true } suite ? suite.Id : null;

    private static Test? Test => TestExecutionContext.CurrentContext?.CurrentTest;

    /// <summary>Describes how a fixture is declared, for the message of one that has not been started.</summary>
    public static string DescribeDeclaration(string fixture) =>
        $"Keep the {fixture} in a field, and call its StartAsync in [OneTimeSetUp] of the test class or of a [SetUpFixture].";

    /// <summary>Creates the exception that skips the test.</summary>
    public static Exception CreateSkipException(string reason) => new IgnoreException(reason);

    /// <summary>Returns the fixtures that the test shares with others: those of its class, its namespaces and its assembly.</summary>
    public static IReadOnlyList<DockerFixture> GetFixtures(ITest test)
    {
        var scopes = new List<string>();
        for (var suite = test.Parent; suite is not null; suite = suite.Parent) scopes.Add(suite.Id);
        return FixtureScopes.Find(scopes);
    }
}
