using System.ComponentModel;
using ContainerKit.Testing.Execution;
using TUnit.Core;

namespace ContainerKit.Testing;

/// <summary>
/// The hooks of TUnit for tests with containers. TUnit calls them for each test of an assembly that references this
/// package.
/// </summary>
/// <remarks>
/// <para>The fixtures of a test are those that it gets from a data source, such as
/// <c>[ClassDataSource&lt;RedisFixture&gt;(Shared = SharedType.PerClass)]</c>, those in the properties with data sources of
/// these objects, and those that it starts itself.</para>
/// <para>Without an engine the test is skipped with the reason. It fails instead if the variable
/// <c>CONTAINERKIT_ENGINE</c> is <c>required</c>. If the test fails, its output shows what the containers wrote during the
/// test, and each log is attached to the result. After a test, the fixtures that no other test uses at this time are
/// reset; see <see cref="DockerFixture.ResetAsync"/>.</para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ContainerTestEvents
{
    /// <summary>Skips or fails the test if its fixtures have no engine.</summary>
    [BeforeEvery(HookType.Test)]
    public static async Task BeforeTestAsync(TestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var capture = TestLogCapture.Start(context);
        // A test without a fixture may not need an engine.
        if (CurrentTest.GetFixtures(context) is { Count: > 0 } fixtures)
            await ContainerTestHooks.BeforeTestAsync(capture, fixtures).ConfigureAwait(false);
    }

    /// <summary>Reports the containers' logs of a failed test, and resets the fixtures.</summary>
    [AfterEvery(HookType.Test)]
    public static async Task AfterTestAsync(TestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (TestLogCapture.FindActive(context) is not { } capture) return;
        var hasFailed = context.Execution.Result?.State is TestState.Failed or TestState.Timeout or TestState.Cancelled;
        await ContainerTestHooks.AfterTestAsync(capture, CurrentTest.GetFixtures(context), hasFailed, log => Report(context, log))
            .ConfigureAwait(false);
    }

    private static void Report(TestContext context, ContainerLog log)
    {
        context.Output.WriteLine(log.ToString());
        if (log.Lines.Count == 0) return;
        context.Output.AttachArtifact(LogFile.Write(log, AppContext.BaseDirectory), log.FileName, log.Title);
    }
}
