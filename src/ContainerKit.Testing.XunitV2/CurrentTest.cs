namespace ContainerKit.Testing.Execution;

/// <summary>The running test. xUnit v2 does not expose it, so <see cref="ContainerTestFramework"/> sets it.</summary>
internal static class CurrentTest
{
    private static readonly AsyncLocal<ResultRewritingMessageBus?> _messageBus = new();
    private static volatile bool _isFrameworkActive;

    /// <summary>The empty token: xUnit v2 has no token for a test.</summary>
    public static CancellationToken Token => CancellationToken.None;

    /// <summary>
    /// The log capture of the running test. Null outside of tests, and if the assembly does not use the framework.
    /// </summary>
    public static TestLogCapture? LogCapture => _messageBus.Value?.Current;

    /// <summary>Always true: xUnit itself starts the fixtures that tests share.</summary>
    public static bool IsRunning => true;

    /// <summary>Indicates whether the running test is skipped if no engine responds.</summary>
    public static bool IsSkippable => LogCapture is not null;

    /// <summary>Describes how a fixture is declared, for the message of one that has not been started.</summary>
    public static string DescribeDeclaration(string fixture) =>
        $"Declare it with IClassFixture<{fixture}> or a collection, and take it "
        + "in the constructor of the test class.";

    /// <summary>Creates the exception that skips the test.</summary>
    public static Exception CreateSkipException(string reason) => new SkipTestException(reason);

    /// <summary>
    /// Returns why a marked test is skipped, as far as that is known at discovery. With the framework it is null: the
    /// framework decides for each test when its fixtures have started.
    /// </summary>
    public static string? GetSkipReason() =>
        _isFrameworkActive ? null : AsyncRunner.RunSync(() => EngineAvailability.GetSkipReasonAsync());

    /// <summary>Records that <see cref="ContainerTestFramework"/> runs the tests of this process.</summary>
    public static void MarkFrameworkActive() => _isFrameworkActive = true;

    /// <summary>Sets the message bus of the tests that run in the current asynchronous control flow.</summary>
    public static void SetMessageBus(ResultRewritingMessageBus messageBus) => _messageBus.Value = messageBus;
}
