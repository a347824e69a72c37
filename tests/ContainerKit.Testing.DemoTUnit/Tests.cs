namespace ContainerKit.Testing.DemoTUnit;

[ClassDataSource<DemoContainer>(Shared = SharedType.PerAssembly)]
public sealed class SharedTests(DemoContainer container)
{
    [Test]
    public Task A_test_uses_the_container_of_the_assembly() => container.LogAsync("shared");
}

[ClassDataSource<DemoContainer>(Shared = SharedType.PerClass)]
[NotInParallel]
public sealed class LogTests(DemoContainer container)
{
    [Test]
    public Task A_test_passes() => container.LogAsync("while the passing test ran");

    [Test]
    public async Task A_test_fails()
    {
        await container.LogAsync("while the failing test ran");
        throw new InvalidOperationException("on purpose");
    }

    [Test]
    public async Task A_test_with_its_own_container_fails()
    {
        await using var own = await new DemoContainer().StartAsync();
        await own.LogAsync("by the separate container");
        throw new InvalidOperationException("on purpose");
    }

    [Test]
    [Timeout(2000)]
    public async Task A_test_times_out(CancellationToken cancellationToken)
    {
        await container.LogAsync("before the timeout");
        await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
    }

    [Test]
    [Arguments(1)]
    [Arguments(2)]
    public Task A_test_finds_no_file(int row) => container.CreateFileAsync("/used");
}

[ClassDataSource<DemoContainer>(Shared = SharedType.PerClass)]
public sealed class ParallelTests(DemoContainer container)
{
    [Test]
    public async Task A_first_test_runs_beside_the_second()
    {
        await container.CreateFileAsync("/first");
        await Meeting.MeetAsync(0);
        await container.RequireFileAsync("/second");
    }

    [Test]
    public async Task A_second_test_runs_beside_the_first()
    {
        await container.CreateFileAsync("/second");
        await Meeting.MeetAsync(1);
        await container.RequireFileAsync("/first");
    }
}

[ClassDataSource<DemoGroup>(Shared = SharedType.PerClass)]
public sealed class GroupTests(DemoGroup group)
{
    [Test]
    public Task A_test_uses_both_containers() => group["client"].ExecAsync(["ping", "-c", "1", "server"]);
}

[ClassDataSource<FailingContainer>(Shared = SharedType.PerClass)]
public sealed class FailedStartTests(FailingContainer container)
{
    [Test]
    public void A_test_whose_fixture_failed_to_start_does_not_run() => DemoFiles.Append("DEMO_IDS", $"the test ran with {container}");
}

[ClassDataSource<UnseededContainer>(Shared = SharedType.PerClass)]
public sealed class UnseededTests(UnseededContainer container)
{
    [Test]
    public void A_test_whose_fixture_is_not_seeded_does_not_run() => DemoFiles.Append("DEMO_IDS", $"the test ran with {container}");
}

[ClassDataSource<DemoContainer>(Shared = SharedType.PerClass)]
public sealed class RetryTests(DemoContainer container)
{
    private static int _attempts;

    [Test]
    [Retry(1)]
    public async Task A_retried_test_passes()
    {
        await container.CreateFileAsync("/used");
        if (++_attempts == 1) throw new InvalidOperationException("on purpose");
    }
}

/// <summary>Tests whose container is started by a hook of the class.</summary>
[NotInParallel]
public sealed class UnknownFixtureTests
{
    private static readonly DemoContainer _container = new();

    [Before(Class)]
    public static Task StartAsync() => _container.StartAsync();

    [After(Class)]
    public static Task StopAsync() => _container.DisposeAsync().AsTask();

    [Test]
    [Arguments(1)]
    [Arguments(2)]
    public Task A_fixture_that_the_framework_does_not_know_is_reset(int row) => _container.CreateFileAsync("/used");

    [Test]
    public async Task A_test_with_an_unknown_fixture_fails()
    {
        await _container.LogAsync("by the unknown fixture");
        throw new InvalidOperationException("on purpose");
    }
}

/// <summary>An application whose container TUnit starts before it.</summary>
public sealed class DemoApplication
{
    [ClassDataSource<DemoContainer>(Shared = SharedType.PerTestSession)]
    public required DemoContainer Container { get; init; }
}

[ClassDataSource<DemoApplication>(Shared = SharedType.PerClass)]
public sealed class NestedTests(DemoApplication application)
{
    [Test]
    public async Task A_test_with_a_nested_fixture_fails()
    {
        await application.Container.LogAsync("by the nested container");
        throw new InvalidOperationException("on purpose");
    }
}

[ClassDataSource<DemoContainer>(Shared = SharedType.PerClass)]
public sealed class HangingTests(DemoContainer container)
{
    [Test]
    public async Task A_test_hangs_if_requested()
    {
        if (!DemoFiles.IsNamed("DEMO_HANG")) return;
        await container.LogAsync("hangs");
        DemoFiles.Append("DEMO_HANG", "hangs");
        await Task.Delay(System.Threading.Timeout.Infinite);
    }
}
