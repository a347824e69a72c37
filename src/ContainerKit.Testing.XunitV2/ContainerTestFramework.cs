using System.Reflection;
using ContainerKit.Testing.Execution;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ContainerKit.Testing;

/// <summary>
/// The test framework of xUnit v2 with support for containers. The output of a failed test shows what the containers of
/// its fixtures wrote during the test. After each test, its class and collection fixtures are reset; see
/// <see cref="DockerFixture.ResetAsync"/>. If no engine responds, a test is skipped if it accesses a container of a
/// fixture, or is marked with <c>[DockerFact]</c> or <c>[DockerTheory]</c>. It fails instead if the variable
/// <c>CONTAINERKIT_ENGINE</c> is <c>required</c>.
/// </summary>
/// <example><code>
/// [assembly: TestFramework("ContainerKit.Testing.ContainerTestFramework", "ContainerKit.Testing.XunitV2")]
/// </code></example>
public sealed class ContainerTestFramework : XunitTestFramework
{
    /// <summary>Creates the framework. Called by xUnit before it discovers tests.</summary>
    /// <param name="messageSink">The sink for xUnit's diagnostic messages.</param>
    public ContainerTestFramework(IMessageSink messageSink)
        : base(messageSink) => CurrentTest.MarkFrameworkActive();

    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assemblyName, sources, diagnostics)
    {
        // xUnit v2 declares this method void and waits for the last message of the run, so it cannot return a task. An
        // exception of the runner terminates the process.
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            using var runner = new AssemblyRunner(
                TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync().ConfigureAwait(false);
        }
    }

    private sealed class AssemblyRunner(
        ITestAssembly assembly,
        IEnumerable<IXunitTestCase> cases,
        IMessageSink diagnostics,
        IMessageSink execution,
        ITestFrameworkExecutionOptions options)
        : XunitTestAssemblyRunner(assembly, cases, diagnostics, execution, options)
    {
        protected override Task<RunSummary> RunTestCollectionAsync(
            IMessageBus messageBus,
            ITestCollection testCollection,
            IEnumerable<IXunitTestCase> testCases,
            CancellationTokenSource cancellationTokenSource)
        {
            var runner = new CollectionRunner(
                testCollection,
                testCases,
                DiagnosticMessageSink,
                messageBus,
                TestCaseOrderer,
                new ExceptionAggregator(Aggregator),
                cancellationTokenSource);
            return runner.RunAsync();
        }
    }

    private sealed class CollectionRunner(
        ITestCollection collection,
        IEnumerable<IXunitTestCase> cases,
        IMessageSink diagnostics,
        IMessageBus bus,
        ITestCaseOrderer orderer,
        ExceptionAggregator errors,
        CancellationTokenSource cancellation)
        : XunitTestCollectionRunner(collection, cases, diagnostics, bus, orderer, errors, cancellation)
    {
        protected override Task<RunSummary> RunTestClassAsync(
            ITestClass testClass, IReflectionTypeInfo @class, IEnumerable<IXunitTestCase> testCases)
        {
            var runner = new ClassRunner(
                testClass,
                @class,
                testCases,
                DiagnosticMessageSink,
                MessageBus,
                TestCaseOrderer,
                new ExceptionAggregator(Aggregator),
                CancellationTokenSource,
                CollectionFixtureMappings);
            return runner.RunAsync();
        }
    }

    private sealed class ClassRunner : XunitTestClassRunner
    {
        // The base class does not expose it.
        private readonly IDictionary<Type, object> _collectionFixtures;

        public ClassRunner(
            ITestClass testClass,
            IReflectionTypeInfo type,
            IEnumerable<IXunitTestCase> cases,
            IMessageSink diagnostics,
            IMessageBus bus,
            ITestCaseOrderer orderer,
            ExceptionAggregator errors,
            CancellationTokenSource cancellation,
            IDictionary<Type, object> collectionFixtures)
            : base(testClass, type, cases, diagnostics, bus, orderer, errors, cancellation, collectionFixtures) =>
            _collectionFixtures = collectionFixtures;

        protected override async Task<RunSummary> RunTestMethodAsync(
            ITestMethod testMethod, IReflectionMethodInfo method, IEnumerable<IXunitTestCase> testCases, object[] constructorArguments)
        {
            DockerFixture[] fixtures = [.. ClassFixtureMappings.Values.Concat(_collectionFixtures.Values).OfType<DockerFixture>()];
            // If a fixture failed for another reason, the tests report that exception.
            var skipReason = IsMarked(method.MethodInfo) && !Aggregator.HasExceptions
                ? await EngineAvailability.GetSkipReasonAsync(fixtures).ConfigureAwait(false)
                : null;
            var bus = new ResultRewritingMessageBus(MessageBus, fixtures);
            CurrentTest.SetMessageBus(bus);
            var runner = new MethodRunner(
                testMethod,
                Class,
                method,
                testCases,
                DiagnosticMessageSink,
                bus,
                new ExceptionAggregator(Aggregator),
                CancellationTokenSource,
                constructorArguments,
                skipReason);
            var summary = await runner.RunAsync().ConfigureAwait(false);
            summary.Failed -= bus.Skipped;
            summary.Skipped += bus.Skipped;
            return summary;
        }

        private static bool IsMarked(MethodInfo method) =>
            method.IsDefined(typeof(DockerFactAttribute)) || method.IsDefined(typeof(DockerTheoryAttribute));
    }

    private sealed class MethodRunner(
        ITestMethod method,
        IReflectionTypeInfo type,
        IReflectionMethodInfo reflected,
        IEnumerable<IXunitTestCase> cases,
        IMessageSink diagnostics,
        IMessageBus bus,
        ExceptionAggregator errors,
        CancellationTokenSource cancellation,
        object[] constructorArguments,
        string? skipReason)
        : XunitTestMethodRunner(method, type, reflected, cases, diagnostics, bus, errors, cancellation, constructorArguments)
    {
        // The base class does not expose it.
        private readonly object[] _constructorArguments = constructorArguments;

        // A test that its author skips keeps the author's reason.
        protected override Task<RunSummary> RunTestCaseAsync(IXunitTestCase testCase)
        {
            if (skipReason is null || testCase.SkipReason is not null) return base.RunTestCaseAsync(testCase);
            var runner = new XunitTestCaseRunner(
                testCase,
                testCase.DisplayName,
                skipReason,
                _constructorArguments,
                testCase.TestMethodArguments,
                MessageBus,
                new ExceptionAggregator(Aggregator),
                CancellationTokenSource);
            return runner.RunAsync();
        }
    }
}
