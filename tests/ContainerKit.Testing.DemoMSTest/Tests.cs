[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.MethodLevel)]

namespace ContainerKit.Testing.DemoMSTest;

[TestClass]
public sealed class SharedContainer
{
    public static DemoContainer Instance { get; } = new();

    [AssemblyInitialize]
    public static Task StartAsync(TestContext context) => Instance.StartAsync(context);

    [AssemblyCleanup]
    public static Task StopAsync() => Instance.DisposeAsync().AsTask();
}

[ContainerTestClass]
public sealed class SharedTests
{
    [TestMethod]
    public Task A_test_uses_the_container_of_the_assembly() => SharedContainer.Instance.LogAsync("shared");
}

[DoNotParallelize]
[ContainerTestClass]
public sealed class LogTests
{
    private static readonly DemoContainer _container = new();

    [ClassInitialize]
    public static Task StartAsync(TestContext context) => _container.StartAsync(context);

    [ClassCleanup]
    public static Task StopAsync() => _container.DisposeAsync().AsTask();

    [TestMethod]
    public Task A_test_passes() => _container.LogAsync("while the passing test ran");

    [TestMethod]
    public async Task A_test_fails()
    {
        await _container.LogAsync("while the failing test ran");
        Assert.Fail("on purpose");
    }

    [TestMethod]
    public async Task A_test_with_its_own_container_fails()
    {
        await using var own = await new DemoContainer().StartAsync();
        await own.LogAsync("by the separate container");
        Assert.Fail("on purpose");
    }

    [TestMethod]
    [Timeout(2000)]
    public async Task A_test_times_out()
    {
        await _container.LogAsync("before the timeout");
        await Task.Delay(System.Threading.Timeout.Infinite);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public Task A_test_finds_no_file(int row) => _container.CreateFileAsync("/used");
}

[ContainerTestClass]
public sealed class ParallelTests
{
    private static readonly DemoContainer _container = new();

    [ClassInitialize]
    public static Task StartAsync(TestContext context) => _container.StartAsync(context);

    [ClassCleanup]
    public static Task StopAsync() => _container.DisposeAsync().AsTask();

    [TestMethod]
    public async Task A_first_test_runs_beside_the_second()
    {
        await _container.CreateFileAsync("/first");
        await Meeting.MeetAsync(0);
        await _container.RequireFileAsync("/second");
    }

    [TestMethod]
    public async Task A_second_test_runs_beside_the_first()
    {
        await _container.CreateFileAsync("/second");
        await Meeting.MeetAsync(1);
        await _container.RequireFileAsync("/first");
    }
}

[ContainerTestClass]
public sealed class GroupTests
{
    private static readonly DemoGroup _group = new();

    [ClassInitialize]
    public static Task StartAsync(TestContext context) => _group.StartAsync(context);

    [ClassCleanup]
    public static Task StopAsync() => _group.DisposeAsync().AsTask();

    [TestMethod]
    public Task A_test_uses_both_containers() => _group["client"].ExecAsync(["ping", "-c", "1", "server"]);
}

[ContainerTestClass]
public sealed class FailedStartTests
{
    private static readonly FailingContainer _container = new();

    [ClassInitialize]
    public static Task StartAsync(TestContext context) => _container.StartAsync(context);

    [ClassCleanup]
    public static Task StopAsync() => _container.DisposeAsync().AsTask();

    [TestMethod]
    public void A_test_whose_fixture_failed_to_start_does_not_run() => DemoFiles.Append("DEMO_IDS", "the test ran");
}

[ContainerTestClass]
public sealed class UnseededTests
{
    private static readonly UnseededContainer _container = new();

    [ClassInitialize]
    public static Task StartAsync(TestContext context) => _container.StartAsync(context);

    [ClassCleanup]
    public static Task StopAsync() => _container.DisposeAsync().AsTask();

    [TestMethod]
    public void A_test_whose_fixture_is_not_seeded_does_not_run() => DemoFiles.Append("DEMO_IDS", "the test ran");
}

[ContainerTestClass]
public sealed class RetryTests
{
    private static readonly DemoContainer _container = new();
    private static int _attempts;

    [ClassInitialize]
    public static Task StartAsync(TestContext context) => _container.StartAsync(context);

    [ClassCleanup]
    public static Task StopAsync() => _container.DisposeAsync().AsTask();

    [TestMethod]
    [Retry(1)]
    public async Task A_retried_test_passes()
    {
        await _container.CreateFileAsync("/used");
        Assert.AreEqual(2, ++_attempts);
    }
}

/// <summary>Tests whose container is started without the context of the class.</summary>
[DoNotParallelize]
[ContainerTestClass]
public sealed class UnknownFixtureTests
{
    private static readonly DemoContainer _container = new();

    [ClassInitialize]
    public static Task StartAsync(TestContext context) => _container.StartAsync();

    [ClassCleanup]
    public static Task StopAsync() => _container.DisposeAsync().AsTask();

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public Task A_fixture_that_the_framework_does_not_know_is_reset(int row) => _container.CreateFileAsync("/used");

    [TestMethod]
    public async Task A_test_with_an_unknown_fixture_fails()
    {
        await _container.LogAsync("by the unknown fixture");
        Assert.Fail("on purpose");
    }
}

[ContainerTestClass]
public sealed class HangingTests
{
    private static readonly DemoContainer _container = new();

    [ClassInitialize]
    public static Task StartAsync(TestContext context) => _container.StartAsync(context);

    [ClassCleanup]
    public static Task StopAsync() => _container.DisposeAsync().AsTask();

    [TestMethod]
    public async Task A_test_hangs_if_requested()
    {
        if (!DemoFiles.IsNamed("DEMO_HANG")) return;
        DemoFiles.Append("DEMO_HANG", "hangs");
        await Task.Delay(System.Threading.Timeout.Infinite);
    }
}
