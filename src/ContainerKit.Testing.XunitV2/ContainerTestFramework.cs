using System.Reflection;
using ContainerKit.Testing.Execution;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ContainerKit.Testing;

/// <summary>
/// xUnit v2's own way to run tests, and three things more: the output of a test that failed tells what the containers of its fixtures wrote while
/// it ran; after each test its class and collection fixtures are reset, as they say themselves; and a test that asks a fixture for a container, or is marked with
/// <c>[DockerFact]</c> or <c>[DockerTheory]</c>, is skipped where no engine answers, unless the variable <c>CONTAINERKIT_ENGINE</c> is <c>required</c>.
/// </summary>
/// <example><code>
/// [assembly: TestFramework("ContainerKit.Testing.ContainerTestFramework", "ContainerKit.Testing.XunitV2")]
/// </code></example>
public sealed class ContainerTestFramework : XunitTestFramework
{
    /// <summary>Made by xUnit, before it looks at any test.</summary>
    /// <param name="messageSink">Where xUnit's diagnostics go.</param>
    public ContainerTestFramework(IMessageSink messageSink)
        : base(messageSink) => CurrentTest.Begin();

    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assemblyName, sources, diagnostics)
    {
        // xUnit v2 declares it void and waits for the last message of the run instead, so it cannot return a task. What the runner throws ends the process.
        protected override async void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            using var runner = new AssemblyRunner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync().ConfigureAwait(false);
        }
    }

    private sealed class AssemblyRunner(ITestAssembly assembly, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageSink execution, ITestFrameworkExecutionOptions options)
        : XunitTestAssemblyRunner(assembly, cases, diagnostics, execution, options)
    {
        protected override Task<RunSummary> RunTestCollectionAsync(IMessageBus messageBus, ITestCollection testCollection, IEnumerable<IXunitTestCase> testCases, CancellationTokenSource cancellationTokenSource) =>
            new CollectionRunner(testCollection, testCases, DiagnosticMessageSink, messageBus, TestCaseOrderer, new ExceptionAggregator(Aggregator), cancellationTokenSource).RunAsync();
    }

    private sealed class CollectionRunner(ITestCollection collection, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageBus bus, ITestCaseOrderer orderer, ExceptionAggregator errors, CancellationTokenSource cancellation)
        : XunitTestCollectionRunner(collection, cases, diagnostics, bus, orderer, errors, cancellation)
    {
        protected override Task<RunSummary> RunTestClassAsync(ITestClass testClass, IReflectionTypeInfo @class, IEnumerable<IXunitTestCase> testCases) =>
            new ClassRunner(testClass, @class, testCases, DiagnosticMessageSink, MessageBus, TestCaseOrderer, new ExceptionAggregator(Aggregator), CancellationTokenSource, CollectionFixtureMappings).RunAsync();
    }

    private sealed class ClassRunner : XunitTestClassRunner
    {
        // The base class keeps them to itself.
        private readonly IDictionary<Type, object> _ofCollection;

        public ClassRunner(ITestClass testClass, IReflectionTypeInfo type, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageBus bus, ITestCaseOrderer orderer, ExceptionAggregator errors, CancellationTokenSource cancellation, IDictionary<Type, object> ofCollection)
            : base(testClass, type, cases, diagnostics, bus, orderer, errors, cancellation, ofCollection) => _ofCollection = ofCollection;

        protected override async Task<RunSummary> RunTestMethodAsync(ITestMethod testMethod, IReflectionMethodInfo method, IEnumerable<IXunitTestCase> testCases, object[] constructorArguments)
        {
            DockerFixture[] fixtures = [.. ClassFixtureMappings.Values.Concat(_ofCollection.Values).OfType<DockerFixture>()];
            // A fixture that failed otherwise is what the tests are to say.
            var reason = IsMarked(method.MethodInfo) && !Aggregator.HasExceptions ? await EngineAvailability.ReasonToSkipAsync(fixtures).ConfigureAwait(false) : null;
            var tests = new ResultRewritingMessageBus(MessageBus, fixtures);
            CurrentTest.Enter(tests);
            var runner = new MethodRunner(testMethod, Class, method, testCases, DiagnosticMessageSink, tests, new ExceptionAggregator(Aggregator), CancellationTokenSource, constructorArguments, reason);
            var summary = await runner.RunAsync().ConfigureAwait(false);
            summary.Failed -= tests.Skipped;
            summary.Skipped += tests.Skipped;
            return summary;
        }

        private static bool IsMarked(MethodInfo method) => method.IsDefined(typeof(DockerFactAttribute)) || method.IsDefined(typeof(DockerTheoryAttribute));
    }

    private sealed class MethodRunner(ITestMethod method, IReflectionTypeInfo type, IReflectionMethodInfo reflected, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageBus bus, ExceptionAggregator errors, CancellationTokenSource cancellation, object[] constructorArguments, string? reasonToSkip)
        : XunitTestMethodRunner(method, type, reflected, cases, diagnostics, bus, errors, cancellation, constructorArguments)
    {
        // The base class keeps them to itself.
        private readonly object[] _constructorArguments = constructorArguments;

        // One that its author skips has a reason of its own.
        protected override Task<RunSummary> RunTestCaseAsync(IXunitTestCase testCase) => reasonToSkip is null || testCase.SkipReason is not null
            ? base.RunTestCaseAsync(testCase)
            : new XunitTestCaseRunner(testCase, testCase.DisplayName, reasonToSkip, _constructorArguments, testCase.TestMethodArguments, MessageBus, new ExceptionAggregator(Aggregator), CancellationTokenSource).RunAsync();
    }
}
