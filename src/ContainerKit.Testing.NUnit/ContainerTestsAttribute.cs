using ContainerKit.Testing.Execution;
using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace ContainerKit.Testing;

/// <summary>
/// The attribute that marks the tests of a class or an assembly as tests with containers. Without an engine they are
/// ignored with the reason. They fail instead if the variable <c>CONTAINERKIT_ENGINE</c> is <c>required</c>.
/// </summary>
/// <remarks>
/// <para>The fixtures of a test are those that were started in <c>[OneTimeSetUp]</c> of its class or of a
/// <c>[SetUpFixture]</c>, and those that it starts itself.</para>
/// <para>If a test fails, its output shows what their containers wrote during the test, and each log is attached to the
/// result. After a test, the fixtures that no other test uses at this time are reset; see
/// <see cref="DockerFixture.ResetAsync"/>.</para>
/// </remarks>
/// <example><code>
/// [assembly: ContainerTests]
/// </code></example>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class)]
public sealed class ContainerTestsAttribute : TestActionAttribute
{
    /// <inheritdoc/>
    public override ActionTargets Targets => ActionTargets.Test;

    /// <inheritdoc/>
    public override void BeforeTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var capture = TestLogCapture.Start(test);
        AsyncRunner.RunSync(() => ContainerTestHooks.BeforeTestAsync(capture, CurrentTest.GetFixtures(test)));
    }

    /// <inheritdoc/>
    public override void AfterTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (TestLogCapture.FindActive(test) is not { } capture) return;
        var hasFailed = TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed;
        AsyncRunner.RunSync(() => ContainerTestHooks.AfterTestAsync(capture, CurrentTest.GetFixtures(test), hasFailed, Report));
    }

    private static void Report(ContainerLog log)
    {
        TestContext.Out.WriteLine(log.ToString());
        if (log.Lines.Count == 0) return;
        TestContext.AddTestAttachment(LogFile.Write(log, TestContext.CurrentContext.WorkDirectory), log.Title);
    }
}
