using Xunit;

// Terminals and the kernel's programs are the machine's: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
