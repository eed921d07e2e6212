using Xunit;

// They count events of the whole machine and load programs that the others would see.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
