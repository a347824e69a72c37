namespace ContainerKit.Testing.Execution;

/// <summary>The running test, as reported by MSTest.</summary>
internal static class CurrentTest
{
    /// <summary>The scope of the fixtures that are started in <c>[AssemblyInitialize]</c>.</summary>
    private const string AssemblyScope = "";

    private static readonly AsyncLocal<TestLogCapture?> _capture = new();
    private static readonly AsyncLocal<string?> _scope = new();
    private static readonly AsyncLocal<CancellationToken> _token = new();

    /// <summary>The token that fires when the initialization of the class or the assembly is canceled.</summary>
    public static CancellationToken Token => _token.Value;

    /// <summary>The log capture of the running test. Null outside of tests that are marked as tests with containers.</summary>
    public static TestLogCapture? LogCapture
    {
        get => _capture.Value;
        set => _capture.Value = value;
    }

    /// <summary>Indicates whether a marked test is running, and not the initialization of a class or the assembly.</summary>
    public static bool IsRunning => LogCapture is not null;

    /// <summary>Indicates whether the running test is skipped if no engine responds.</summary>
    public static bool IsSkippable => IsRunning;

    /// <summary>The class or assembly whose initialization is running, or null.</summary>
    public static string? Scope => IsRunning ? null : _scope.Value;

    /// <summary>Sets the scope of the fixtures that are started in the current asynchronous control flow.</summary>
    public static void StartShared(TestContext context)
    {
        _token.Value = context.CancellationToken;
        // The context of the assembly has no class.
        _scope.Value = context.Properties.TryGetValue(nameof(TestContext.FullyQualifiedTestClassName), out var name)
            && name is string className
            ? className
            : AssemblyScope;
    }

    /// <summary>Describes how a fixture is declared, for the message of one that has not been started.</summary>
    public static string DescribeDeclaration(string fixture) =>
        $"Keep the {fixture} in a static field, and call its StartAsync(context) in [ClassInitialize] or [AssemblyInitialize].";

    /// <summary>Creates the exception that skips the test.</summary>
    public static Exception CreateSkipException(string reason) => new AssertInconclusiveException(reason);

    /// <summary>Returns the fixtures that the tests of a class share: those of the class and of the assembly.</summary>
    public static IReadOnlyList<DockerFixture> GetFixtures(string testClass) => FixtureScopes.Find([testClass, AssemblyScope]);
}
